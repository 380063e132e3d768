import { type JSX, Match, onCleanup, Switch } from 'solid-js'
import { t } from '../i18n/t'
import { addContact } from '../ui/addContact'
import { ask } from '../ui/ask'
import { IncomingCard } from '../ui/IncomingCard'
import { callIn, talkIn } from './callIn'
import type { Form } from './createPlacement'
import type { Session } from './createSession'
import { EndedCard } from './EndedCard'
import { OutgoingCard } from './OutgoingCard'
import { Pill } from './Pill'
import { Talk } from './Talk'

export interface WindowActions {
  /** Left out where there is no smaller (or larger) form. */
  readonly onMinimise?: (() => void) | undefined
  readonly onExpand?: (() => void) | undefined
  readonly onPictureInPicture?: (() => void) | undefined
}

/** The call, whatever its phase: in the overlay and in the call window. */
export function CallView(
  props: WindowActions & {
    readonly session: Session
    readonly form: Form | 'window'
    readonly onKey: (event: KeyboardEvent) => void
    /** What the overlay is moved by. */
    readonly onGrab?: (event: PointerEvent) => void
    /** What the overlay is resized by. */
    readonly handles?: JSX.Element
  },
): JSX.Element {
  const snapshot = (): ReturnType<Session['view']['snapshot']> => props.session.view.snapshot()
  const send = (): Session['guard']['send'] => props.session.guard.send
  const key = (event: KeyboardEvent): void => props.onKey(event)
  document.addEventListener('keydown', key)
  onCleanup(() => document.removeEventListener('keydown', key))
  return (
    <section
      class="overlay"
      data-form={props.form}
      data-awake={props.session.awake() ? '' : undefined}
      aria-label={t('extensionName')}
      on:pointerdown={(event) => props.onGrab?.(event)}
    >
      <Switch>
        <Match when={callIn(snapshot(), 'incoming')}>
          {(call) => (
            <IncomingCard
              call={call()}
              send={send()}
              camera={props.session.settings()?.startWithCamera ?? false}
              self={props.session.frames.self()}
              onAddContact={() => props.session.guard.meant(() => addContact(call().party, call().party.claimedName ?? ''))}
              onBlock={() =>
                props.session.guard.meant(() => {
                  ask({ type: 'setBlocked', id: call().party.remote.id, blocked: true })
                  send()({ type: 'decline', callId: call().callId })
                })
              }
              compact
            />
          )}
        </Match>
        <Match when={callIn(snapshot(), 'outgoing')}>
          {(call) => <OutgoingCard call={call()} send={send()} notices={snapshot()?.notices ?? []} />}
        </Match>
        <Match when={props.form === 'pill' && talkIn(snapshot())}>
          {(call) => <Pill call={call()} send={send()} shortcuts={props.session.shortcuts()} onExpand={props.onExpand} />}
        </Match>
        <Match when={talkIn(snapshot())}>
          {(call) => (
            <Talk
              call={call()}
              session={props.session}
              onMinimise={props.onMinimise}
              onExpand={props.onExpand}
              onPictureInPicture={props.onPictureInPicture}
            />
          )}
        </Match>
        <Match when={callIn(snapshot(), 'ended')}>
          {(call) => <EndedCard call={call()} send={send()} snapshot={snapshot()} />}
        </Match>
      </Switch>
      {props.handles}
    </section>
  )
}
