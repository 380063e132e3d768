import type { JSX } from 'solid-js'
import { t } from '../i18n/t'
import type { Notice } from '../messaging/snapshot'
import { Avatar } from '../ui/Avatar'
import { Button } from '../ui/Button'
import type { Send } from '../ui/CallControls'
import { NoticeList } from '../ui/NoticeList'
import { Sentence } from '../ui/Sentence'
import type { InPhase } from './callIn'

/** Waiting for the other to answer. */
export function OutgoingCard(props: {
  readonly call: InPhase<'outgoing'>
  readonly send: Send
  readonly notices: readonly Notice[]
}): JSX.Element {
  return (
    <section class="ringing ringing-compact">
      <span class="ring-halo">
        <Avatar id={props.call.party.remote.id} name={props.call.party.name ?? props.call.party.claimedName} large />
      </span>
      <h1 class="large">
        <Sentence of="calling" party={props.call.party} />
      </h1>
      <p class="soft">{t(props.call.ringing ? 'itRings' : 'reaching')}</p>
      <NoticeList notices={props.notices} send={props.send} most={1} />
      <div class="answers">
        <Button label={t('cancel')} icon="hangUp" kind="hangUp" wide onClick={() => props.send({ type: 'hangUp' })} />
      </div>
    </section>
  )
}
