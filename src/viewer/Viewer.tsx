import { createEffect, createMemo, type JSX, on, Show } from 'solid-js'
import { partyName } from '../i18n/name'
import { t } from '../i18n/t'
import type { RemoteShare, TalkSnapshot } from '../messaging/snapshot'
import { CallControls } from '../ui/CallControls'
import type { View } from '../ui/createView'
import type { Frames } from '../ui/frames/createFrames'
import { MusicCard } from '../ui/MusicCard'
import { NoticeList } from '../ui/NoticeList'
import { PartyName } from '../ui/PartyName'
import { wantedPictures } from '../ui/Pictures'
import { RemoteSound } from '../ui/RemoteSound'
import { Sentence } from '../ui/Sentence'
import { ShareTrouble } from '../ui/ShareTrouble'
import { StatusLine } from '../ui/StatusLine'
import { Timer } from '../ui/Timer'
import { VideoView } from '../ui/VideoView'
import { ShareStage } from './ShareStage'

/** `Open in a tab`: what the other shares, large, with the cameras beside it. */
export function Viewer(props: {
  readonly view: View
  readonly frames: Frames
  readonly shortcuts: Readonly<Record<string, string>>
}): JSX.Element {
  const talk = createMemo((): TalkSnapshot | null => {
    const call = props.view.snapshot()?.call
    return call && (call.phase === 'connecting' || call.phase === 'connected' || call.phase === 'reconnecting') ? call : null
  })
  const share = (): RemoteShare | null => talk()?.remoteMedia.share ?? null
  const hasPicture = createMemo(() => share()?.picture ?? false)

  createEffect(() => {
    const call = talk()
    props.frames.want(call === null ? [] : wantedPictures(call))
  })
  createEffect(
    on(
      () => {
        const call = talk()
        return call === null ? t('extensionName') : (share()?.title ?? partyName(call.party))
      },
      (title) => {
        document.title = title
      },
    ),
  )

  return (
    <div class="viewer">
      <Show
        when={hasPicture()}
        fallback={
          <main class="viewer-empty">
            <p class="large">{t(share() === null ? 'nothingShared' : 'onlySoundShared')}</p>
          </main>
        }
      >
        <ShareStage stream={props.frames.share()} title={share()?.title ?? null}>
          <Show when={talk()}>
            {(call) => (
              <>
                <Show when={call().remoteMedia.camera}>
                  <VideoView class="viewer-face" stream={props.frames.remote()} label={t('remoteVideo')} />
                </Show>
                <Show when={call().local.camera === 'on'}>
                  <VideoView class="viewer-face" stream={props.frames.self()} label={t('yourCamera')} mirrored />
                </Show>
              </>
            )}
          </Show>
        </ShareStage>
      </Show>
      <footer class="viewer-bar">
        <Show when={talk()} fallback={<StatusLine snapshot={props.view.snapshot()} />}>
          {(call) => (
            <>
              <div class="viewer-who">
                <p class="ellipsis strong">
                  <Show when={share()} fallback={<PartyName party={call().party} />}>
                    <Sentence of="sharedBy" party={call().party} />
                  </Show>
                </p>
                <Show when={call().phase === 'connected'} fallback={<StatusLine snapshot={props.view.snapshot()} />}>
                  <Timer since={call().connectedAt} />
                </Show>
              </div>
              <CallControls local={call().local} send={props.view.send} shortcuts={props.shortcuts} />
              <div class="viewer-sound">
                <Show when={share()?.sound ? share() : null}>
                  {(sound) => (
                    <>
                      <Show when={sound().source === 'music' || sound().music}>
                        <MusicCard
                          music={sound().music}
                          title={sound().title}
                          owner={call().party}
                          levels={props.view.levels.theirs()}
                        />
                      </Show>
                      <RemoteSound share={sound()} send={props.view.send} />
                    </>
                  )}
                </Show>
              </div>
            </>
          )}
        </Show>
      </footer>
      <div class="viewer-notices">
        <ShareTrouble share={share()} />
        <NoticeList notices={props.view.snapshot()?.notices ?? []} send={props.view.send} most={2} />
      </div>
    </div>
  )
}
