import { type JSX, Show } from 'solid-js'
import { t } from '../i18n/t'
import type { CallSnapshot } from '../messaging/snapshot'
import { Avatar } from './Avatar'
import { Button } from './Button'
import type { Send } from './CallControls'
import { IdText } from './PartyName'
import { Sentence } from './Sentence'

export type IncomingCall = Extract<CallSnapshot, { phase: 'incoming' }>

/** Who rings, and the answers to it. */
export function IncomingCard(props: {
  readonly call: IncomingCall
  readonly send: Send
  /** Whether accepting starts one's own camera (the setting); without it there is one button to accept. */
  readonly camera: boolean
  /** For strangers; left out where there is no room. */
  readonly onBlock?: (() => void) | undefined
  readonly onAddContact?: (() => void) | undefined
  readonly compact?: boolean | undefined
}): JSX.Element {
  const party = (): IncomingCall['party'] => props.call.party
  const stranger = (): boolean => !party().contact
  const accept = (camera: boolean): void => props.send({ type: 'accept', callId: props.call.callId, camera })
  return (
    <section class="ringing" classList={{ 'ringing-compact': props.compact ?? false }} aria-label={t('incomingCall')}>
      <span class="ring-halo">
        <Avatar id={party().remote.id} name={party().name ?? party().claimedName} large />
      </span>
      <h1 class="large">
        <Sentence of="isCalling" party={party()} />
      </h1>
      <p class="soft">{t(props.call.withCamera ? 'callsWithCamera' : 'callsWithSound')}</p>
      <Show when={stranger() && !props.compact}>
        <div class="stranger">
          <Show when={party().claimedName && !party().name}>
            <p>{t('claimedNameHint')}</p>
            <p class="soft">
              <IdText id={party().remote.id} />
            </p>
          </Show>
          <p class="soft">{t(party().verified ? 'strangerHint' : 'plainHint')}</p>
        </div>
      </Show>
      <div class="answers">
        <Button
          label={t('accept')}
          icon={props.camera ? 'camera' : 'call'}
          kind="call"
          wide
          onClick={() => accept(props.camera)}
        />
        <Button
          label={t('decline')}
          icon="hangUp"
          kind="hangUp"
          wide
          onClick={() => props.send({ type: 'decline', callId: props.call.callId })}
        />
      </div>
      <Show when={props.camera}>
        <Button label={t('answerWithoutCamera')} icon="cameraOff" kind="quiet" onClick={() => accept(false)} />
      </Show>
      <div class="answers-more">
        <Show when={stranger() && props.onAddContact}>
          {(add) => <Button label={t('addContact')} icon="addContact" kind="quiet" onClick={() => add()()} />}
        </Show>
        <Show when={stranger() && props.onBlock}>
          {(block) => <Button label={t('block')} icon="block" kind="quiet" onClick={() => block()()} />}
        </Show>
      </div>
    </section>
  )
}
