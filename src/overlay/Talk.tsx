import { createSignal, type JSX, Show } from 'solid-js'
import { t } from '../i18n/t'
import type { LocalShare, RemoteShare, TalkSnapshot } from '../messaging/snapshot'
import { ask } from '../ui/ask'
import { Button } from '../ui/Button'
import { CallControls } from '../ui/CallControls'
import { MusicCard } from '../ui/MusicCard'
import { NoticeList } from '../ui/NoticeList'
import { PartyName } from '../ui/PartyName'
import { Pictures } from '../ui/Pictures'
import { ShareControls } from '../ui/ShareControls'
import { StatusLine } from '../ui/StatusLine'
import { Timer } from '../ui/Timer'
import type { WindowActions } from './CallView'
import type { Session } from './createSession'
import { MorePanel } from './MorePanel'

/** Pictures with the controls over them. */
export function Talk(props: WindowActions & { readonly call: TalkSnapshot; readonly session: Session }): JSX.Element {
  const [more, setMore] = createSignal(false)
  const send = (): Session['guard']['send'] => props.session.guard.send
  const sound = (): RemoteShare | null => {
    const share = props.call.remoteMedia.share
    return share?.sound && (share.source === 'music' || share.music !== null) ? share : null
  }
  const music = (): LocalShare | null => (props.call.local.share?.source === 'music' ? props.call.local.share : null)
  return (
    <div class="talk">
      <Pictures call={props.call} frames={props.session.frames} />
      <header class="bar bar-top">
        <span class="talk-who ellipsis strong">
          <PartyName party={props.call.party} />
        </span>
        <Show when={!props.call.party.verified}>
          <span class="talk-unverified ellipsis">{t('notVerified')}</span>
        </Show>
        <Timer since={props.call.connectedAt} />
        <span class="spacer" />
        <Button label={t('more')} icon="more" iconOnly kind="quiet" expanded={more()} onClick={() => setMore(!more())} />
        <Show when={props.call.remoteMedia.share?.picture}>
          <Button
            label={t('openInTab')}
            icon="openTab"
            iconOnly
            kind="quiet"
            onClick={() => ask({ type: 'openPage', page: 'viewer' })}
          />
        </Show>
        <Show when={props.onPictureInPicture}>
          {(open) => (
            <Button label={t('pictureInPicture')} icon="pictureInPicture" iconOnly kind="quiet" onClick={() => open()()} />
          )}
        </Show>
        <Show when={props.onMinimise}>
          {(minimise) => <Button label={t('minimise')} icon="minimise" iconOnly kind="quiet" onClick={() => minimise()()} />}
        </Show>
        <Show when={props.onExpand}>
          {(expand) => <Button label={t('expand')} icon="expand" iconOnly kind="quiet" onClick={() => expand()()} />}
        </Show>
      </header>
      <div class="talk-middle">
        <Show when={props.call.phase !== 'connected'}>
          <StatusLine snapshot={props.session.view.snapshot()} />
        </Show>
        <NoticeList notices={props.session.view.snapshot()?.notices ?? []} send={send()} most={1} />
        <Show when={!more() && sound()}>
          {(share) => (
            <MusicCard
              music={share().music}
              title={share().title}
              owner={props.call.party}
              levels={props.session.view.levels.theirs()}
            />
          )}
        </Show>
        <Show when={!more() && music()}>
          {(share) => (
            <MusicCard music={share().music} title={share().title} owner={null} levels={props.session.view.levels.own()} />
          )}
        </Show>
      </div>
      <Show when={more()}>
        <MorePanel call={props.call} guard={props.session.guard} />
      </Show>
      <div class="bar bar-bottom">
        <CallControls local={props.call.local} send={send()} shortcuts={props.session.shortcuts()}>
          <ShareControls
            share={props.call.local.share}
            send={send()}
            shareTab={props.session.shareTab}
            shortcuts={props.session.shortcuts()}
            compact
          />
        </CallControls>
      </div>
    </div>
  )
}
