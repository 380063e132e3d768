import type { JSX } from 'solid-js'
import { t } from '../i18n/t'
import type { CallSnapshot } from '../messaging/snapshot'
import { Avatar } from '../ui/Avatar'
import { Button } from '../ui/Button'
import type { View } from '../ui/createView'
import { NoticeList } from '../ui/NoticeList'
import { Sentence } from '../ui/Sentence'

/** Waiting for the other to answer. */
export function OutgoingView(props: {
  readonly call: Extract<CallSnapshot, { phase: 'outgoing' }>
  readonly view: View
}): JSX.Element {
  const party = (): typeof props.call.party => props.call.party
  return (
    <main class="ringing ringing-out">
      <span class="ring-halo">
        <Avatar id={party().remote.id} name={party().name ?? party().claimedName} large />
      </span>
      <h1 class="large">
        <Sentence of="calling" party={party()} />
      </h1>
      <p class="soft">{t(props.call.ringing ? 'itRings' : 'reaching')}</p>
      <NoticeList notices={props.view.snapshot()?.notices ?? []} send={props.view.send} most={2} />
      <div class="answers">
        <Button label={t('cancel')} icon="hangUp" kind="hangUp" wide onClick={() => props.view.send({ type: 'hangUp' })} />
      </div>
    </main>
  )
}
