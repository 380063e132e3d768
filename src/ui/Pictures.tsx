import { createEffect, type JSX, onCleanup, Show } from 'solid-js'
import { t } from '../i18n/t'
import type { FrameSource } from '../messaging/framePort'
import type { TalkSnapshot } from '../messaging/snapshot'
import { Avatar } from './Avatar'
import type { Frames } from './frames/createFrames'
import { Icon } from './Icon'
import { ShareTrouble } from './ShareTrouble'
import { VideoView } from './VideoView'

/** The pictures there are now: only these are asked for. */
export function wantedPictures(call: TalkSnapshot): readonly FrameSource[] {
  const wanted: FrameSource[] = []
  if (call.remoteMedia.camera) wanted.push('remote')
  if (call.local.camera === 'on') wanted.push('self')
  if (call.remoteMedia.share?.picture) wanted.push('share')
  return wanted
}

/** The other large, oneself small; a shared view takes the large place and the other moves beside oneself. */
export function Pictures(props: {
  readonly call: TalkSnapshot
  readonly frames: Frames
  readonly children?: JSX.Element
}): JSX.Element {
  const sharing = (): boolean => props.call.remoteMedia.share?.picture ?? false
  createEffect(() => props.frames.want(wantedPictures(props.call)))
  onCleanup(() => props.frames.want([]))
  return (
    <div class="stage" classList={{ 'stage-sharing': sharing(), 'stage-waiting': props.call.phase !== 'connected' }}>
      <Show when={sharing()}>
        <VideoView class="stage-share" stream={props.frames.share()} label={t('sharedView')} />
        <ShareTrouble share={props.call.remoteMedia.share} />
      </Show>
      <Show
        when={props.call.remoteMedia.camera}
        fallback={
          <div class="stage-remote stage-nobody">
            <Avatar
              id={props.call.party.remote.id}
              name={props.call.party.name ?? props.call.party.claimedName}
              large={!sharing()}
            />
          </div>
        }
      >
        <VideoView class="stage-remote" stream={props.frames.remote()} label={t('remoteVideo')} />
      </Show>
      <Show when={props.call.local.camera === 'on'}>
        <VideoView class="stage-self" stream={props.frames.self()} label={t('yourCamera')} mirrored />
      </Show>
      <Show when={!props.call.remoteMedia.microphone && props.call.phase === 'connected'}>
        <p class="stage-muted">
          <Icon name="microphoneOff" small />
          {t('theirMicrophoneOff')}
        </p>
      </Show>
      {props.children}
    </div>
  )
}
