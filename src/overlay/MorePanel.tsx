import { type JSX, Show } from 'solid-js'
import { t } from '../i18n/t'
import type { RemoteShare, TalkSnapshot } from '../messaging/snapshot'
import { ask } from '../ui/ask'
import { Button } from '../ui/Button'
import type { Send } from '../ui/CallControls'
import { QualityDetails, QualityMark } from '../ui/QualityDetails'
import { RemoteSound } from '../ui/RemoteSound'
import { ShareOptions } from '../ui/ShareOptions'

/** What is one step away: how the share goes out, how loud theirs is, how the line is. */
export function MorePanel(props: {
  readonly call: TalkSnapshot
  readonly send: Send
  readonly children?: JSX.Element
}): JSX.Element {
  const sound = (): RemoteShare | null => {
    const share = props.call.remoteMedia.share
    return share?.sound ? share : null
  }
  const party = (): TalkSnapshot['party'] => props.call.party
  return (
    <section class="panel" aria-label={t('more')}>
      <Show when={props.call.local.share}>{(share) => <ShareOptions share={share()} send={props.send} />}</Show>
      <Show when={sound()}>{(share) => <RemoteSound share={share()} send={props.send} />}</Show>
      {props.children}
      <Show when={props.call.quality}>
        {(quality) => (
          <>
            <QualityMark quality={quality()} />
            <QualityDetails quality={quality()} />
          </>
        )}
      </Show>
      <Show when={!party().contact}>
        <Button
          label={t('addContact')}
          icon="addContact"
          onClick={() => ask({ type: 'saveContact', id: party().remote.id, name: party().claimedName ?? '' })}
        />
      </Show>
    </section>
  )
}
