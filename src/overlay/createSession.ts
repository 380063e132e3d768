import { type Accessor, createEffect, createMemo, on } from 'solid-js'
import type { View as Client } from '../messaging/viewClient'
import type { Settings } from '../settings/settings'
import { createShortcuts } from '../ui/createShortcuts'
import { createStoredSettings } from '../ui/createStored'
import { createView, type View } from '../ui/createView'
import { createFrames, type Frames } from '../ui/frames/createFrames'
import { createFramesAhead } from '../ui/frames/createFramesAhead'
import { changeKey, talkIn } from './callIn'
import { type Awake, createAwake } from './createAwake'
import { createGuard, type Guard } from './createGuard'

/** What the overlay and the call window have in common, apart from where they stand. */
export interface Session {
  readonly view: View
  readonly frames: Frames
  readonly guard: Guard
  readonly shareTab: (source: 'tab' | 'music') => void
  readonly awake: Awake['awake']
  readonly settings: Accessor<Settings | null>
  readonly shortcuts: Accessor<Readonly<Record<string, string>>>
}

/** `shareTab`: shares the tab that is meant by a press here. */
export function createSession(client: Client, shareTab: Session['shareTab']): Session {
  const view = createView(client)
  const guard = createGuard(view.send)
  const { awake, stir } = createAwake(() => {
    // Nothing but what lies over the pictures comes and goes with the pointer: a ring's answers were there before.
    if (talkIn(view.snapshot())) guard.changed()
  })
  const phase = createMemo(() => view.snapshot()?.call.phase)
  createEffect(on(phase, guard.changed))
  createEffect(
    on(
      createMemo(() => changeKey(view.snapshot())),
      stir,
    ),
  )
  const frames = createFrames(client)
  createFramesAhead(frames, () => view.snapshot()?.call)
  return {
    view,
    frames,
    guard,
    shareTab: (source) => guard.meant(() => shareTab(source)),
    awake,
    settings: createStoredSettings(),
    shortcuts: createShortcuts(),
  }
}
