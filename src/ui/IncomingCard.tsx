import { type JSX, Show } from 'solid-js'
import { t } from '../i18n/t'
import type { CallSnapshot } from '../messaging/snapshot'
import { Avatar } from './Avatar'
import { Button } from './Button'
import type { Send } from './CallControls'
import { IdText } from './PartyName'
import { Sentence } from './Sentence'
import { VideoView } from './VideoView'

export type IncomingCall = Extract<CallSnapshot, { phase: 'incoming' }>

/** Who rings, and the answers to it. */
export function IncomingCard(props: {
  readonly call: IncomingCall
  readonly send: Send
  /** Whether accepting starts one's own camera (the setting); without it there is one button to accept. */
  readonly camera: boolean
  /** One's own picture, where the camera is open already. */
  readonly self: MediaStream | null
  /** For strangers. */
  readonly onBlock: () => void
  readonly onAddContact: () => void
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
      <Show when={stranger()}>
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
      <Show when={props.call.preview}>
        <figure class="ring-preview">
          <VideoView class="ring-preview-video" stream={props.self} label={t('yourCamera')} mirrored />
          <figcaption class="soft">{t('previewOnlyYou')}</figcaption>
        </figure>
      </Show>
      <div class="answers-more">
        <Show when={stranger()}>
          <Button label={t('addContact')} icon="addContact" kind="quiet" onClick={() => props.onAddContact()} />
          <Button label={t('block')} icon="block" kind="quiet" onClick={() => props.onBlock()} />
        </Show>
      </div>
    </section>
  )
}
