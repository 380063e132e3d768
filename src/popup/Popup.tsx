import { createEffect, type JSX, Match, Switch } from 'solid-js'
import type { CallSnapshot, TalkSnapshot } from '../messaging/snapshot'
import type { CallEntry, Person } from '../people/people'
import type { Settings } from '../settings/settings'
import { ask } from '../ui/ask'
import { createShortcuts } from '../ui/createShortcuts'
import type { View } from '../ui/createView'
import type { Frames } from '../ui/frames/createFrames'
import { createFramesAhead } from '../ui/frames/createFramesAhead'
import { EndedView } from './EndedView'
import { Header } from './Header'
import { IdleView } from './IdleView'
import { IncomingView } from './IncomingView'
import { OutgoingView } from './OutgoingView'
import { TalkView } from './TalkView'

export interface PopupProps {
  readonly view: View
  readonly frames: Frames
  /** Null until they were read. */
  readonly settings: Settings | null
  readonly people: readonly Person[] | null
  readonly calls: readonly CallEntry[] | null
  /** Shares the tab on which the popup was opened. */
  readonly shareTab: (source: 'tab' | 'music') => void
}

type InPhase<Phase extends CallSnapshot['phase']> = Extract<CallSnapshot, { phase: Phase }>

/** What the toolbar button opens: a function of the snapshot. */
export function Popup(props: PopupProps): JSX.Element {
  const shortcuts = createShortcuts()
  const call = (): CallSnapshot | undefined => props.view.snapshot()?.call
  const inPhase = <Phase extends CallSnapshot['phase']>(phase: Phase): InPhase<Phase> | null => {
    const present = call()
    return present && isInPhase(present, phase) ? present : null
  }
  const talk = (): TalkSnapshot | null => inPhase('connecting') ?? inPhase('connected') ?? inPhase('reconnecting')

  createFramesAhead(props.frames, call)
  createEffect(() => {
    if (props.calls?.some((entry) => entry.outcome === 'missed' && !entry.seen)) ask({ type: 'missedCallsSeen' })
  })

  return (
    <div class="popup" data-phase={call()?.phase ?? 'idle'}>
      <Header view={props.view} settings={props.settings} />
      <Switch fallback={<IdleView {...props} rejoin={inPhase('idle')?.rejoin ?? null} />}>
        <Match when={inPhase('outgoing')}>{(outgoing) => <OutgoingView call={outgoing()} view={props.view} />}</Match>
        <Match when={inPhase('incoming')}>
          {(incoming) => (
            <IncomingView
              call={incoming()}
              send={props.view.send}
              camera={props.settings?.startWithCamera ?? false}
              self={props.frames.self()}
            />
          )}
        </Match>
        <Match when={talk()}>
          {(talking) => (
            <TalkView
              call={talking()}
              view={props.view}
              frames={props.frames}
              shareTab={props.shareTab}
              shortcuts={shortcuts()}
            />
          )}
        </Match>
        <Match when={inPhase('ended')}>{(ended) => <EndedView call={ended()} send={props.view.send} />}</Match>
      </Switch>
    </div>
  )
}

function isInPhase<Phase extends CallSnapshot['phase']>(call: CallSnapshot, phase: Phase): call is InPhase<Phase> {
  return call.phase === phase
}
