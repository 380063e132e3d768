import { type JSX, Show } from 'solid-js'
import { t } from '../i18n/t'
import type { RemoteShare, TalkSnapshot } from '../messaging/snapshot'
import { addContact } from '../ui/addContact'
import { Button } from '../ui/Button'
import { LineDetails } from '../ui/LineDetails'
import { QualityMark } from '../ui/QualityDetails'
import { RemoteSound } from '../ui/RemoteSound'
import { ShareOptions } from '../ui/ShareOptions'
import type { Guard } from './createGuard'

/** What is one step away: how the share goes out, how loud theirs is, how the line is. */
export function MorePanel(props: { readonly call: TalkSnapshot; readonly guard: Pick<Guard, 'send' | 'meant'> }): JSX.Element {
  const sound = (): RemoteShare | null => {
    const share = props.call.remoteMedia.share
    return share?.sound ? share : null
  }
  const party = (): TalkSnapshot['party'] => props.call.party
  return (
    <section class="panel" aria-label={t('more')}>
      <Show when={!party().contact}>
        <Button
          label={t('addContact')}
          icon="addContact"
          onClick={() => props.guard.meant(() => addContact(party(), party().claimedName ?? ''))}
        />
      </Show>
      <Show when={props.call.local.share}>{(share) => <ShareOptions share={share()} send={props.guard.send} />}</Show>
      <Show when={sound()}>{(share) => <RemoteSound share={share()} send={props.guard.send} />}</Show>
      <Show when={props.call.quality}>{(quality) => <QualityMark quality={quality()} />}</Show>
      <LineDetails call={props.call} />
    </section>
  )
}
