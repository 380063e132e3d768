import { type Accessor, createSignal, onCleanup } from 'solid-js'
import { createStore, produce, reconcile } from 'solid-js/store'
import type { CallCommand } from '../messaging/command'
import type { CallSnapshot, Snapshot } from '../messaging/snapshot'
import type { SoundLevels } from '../messaging/viewPort'

export interface Levels {
  readonly left: number
  readonly right: number
}

/** What a view needs of the line to the offscreen document; `connectView()` gives it. */
export interface ViewSource {
  onSnapshot(listener: (snapshot: Snapshot) => void): void
  onLevels(listener: (levels: SoundLevels) => void): void
  send(command: CallCommand): void
  close(): void
}

export interface View {
  /** Null until the first snapshot came. */
  readonly snapshot: Accessor<Snapshot | null>
  /** Of the sound that one shares oneself, and of the other's. */
  readonly levels: Readonly<Record<SoundLevels['of'], Accessor<Levels>>>
  readonly send: (command: CallCommand) => void
}

const SILENCE: Levels = { left: 0, right: 0 }
/** Levels come 10 times a second while there is sound; after this long without, it is silent. */
const LEVELS_LIFE_MS = 400

/** Phases with the same controls: moving between them changes what is shown in place. */
function stage(call: CallSnapshot): string {
  switch (call.phase) {
    case 'idle':
      return 'idle'
    case 'connecting':
    case 'connected':
    case 'reconnecting':
      return `talk ${call.callId}`
    case 'outgoing':
    case 'incoming':
    case 'ended':
      return `${call.phase} ${call.callId}`
  }
}

/** Snapshots as a store: only what changed is drawn again, and nothing loses its focus. */
export function createView(source: ViewSource): View {
  const [state, setState] = createStore<{ snapshot: Snapshot | null }>({ snapshot: null })
  const meters = { own: createLevels(), theirs: createLevels() }

  source.onSnapshot((next) => {
    const present = state.snapshot
    if (present && stage(present.call) === stage(next.call)) {
      setState('snapshot', reconcile(next, { key: 'key', merge: true }))
    } else {
      setState(
        produce((draft) => {
          draft.snapshot = next
        }),
      )
    }
  })
  source.onLevels((next) => meters[next.of].set(next))
  onCleanup(() => source.close())

  const levels = { own: meters.own.levels, theirs: meters.theirs.levels }
  return { snapshot: () => state.snapshot, levels, send: (command) => source.send(command) }
}

/** The last levels, until they are too old to be true. */
function createLevels(): { readonly levels: Accessor<Levels>; set(levels: Levels): void } {
  const [levels, setLevels] = createSignal<Levels>(SILENCE, { equals: false })
  let silence: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(silence))
  return {
    levels,
    set(next) {
      clearTimeout(silence)
      setLevels(next)
      silence = setTimeout(() => setLevels(SILENCE), LEVELS_LIFE_MS)
    },
  }
}
