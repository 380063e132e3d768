import { type JSX, Show } from 'solid-js'
import { t } from '../i18n/t'
import type { MusicCard as Music, Party } from '../messaging/snapshot'
import type { Levels } from './createView'
import { Icon } from './Icon'
import { StereoMeter } from './LevelMeter'
import { Sentence } from './Sentence'

/** Whose music it is, what it is, and that it sounds. `owner` is null for one's own. */
export function MusicCard(props: {
  readonly music: Music | null
  /** The shared tab's title, where its page tells nothing of its music. */
  readonly title: string | null
  readonly owner: Party | null
  readonly levels: Levels
}): JSX.Element {
  const artwork = (): string | null => {
    const url = props.music?.artwork
    return url?.startsWith('data:image/') ? url : null
  }
  return (
    <section class="music-card" aria-label={t('music')}>
      <Show
        when={artwork()}
        fallback={
          <span class="music-artwork">
            <Icon name="music" />
          </span>
        }
      >
        {(url) => <img class="music-artwork" src={url()} alt="" />}
      </Show>
      <div class="music-words">
        <p class="soft ellipsis">
          <Show when={props.owner} fallback={t('musicOwn')}>
            {(owner) => <Sentence of="musicOf" party={owner()} />}
          </Show>
        </p>
        <p class="ellipsis strong">
          <bdi>{props.music?.title ?? props.title ?? t('musicUntitled')}</bdi>
        </p>
        <Show when={props.music?.artist}>
          {(artist) => (
            <p class="soft ellipsis">
              <bdi>{artist()}</bdi>
            </p>
          )}
        </Show>
        <StereoMeter levels={props.levels} />
      </div>
    </section>
  )
}
