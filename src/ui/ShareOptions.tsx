import { For, type JSX, Show } from 'solid-js'
import { t } from '../i18n/t'
import type { ContentHint, LocalShare } from '../messaging/snapshot'
import { MUSIC_BITRATES } from '../settings/settings'
import { Button } from './Button'
import type { Send } from './CallControls'
import { Slider } from './Slider'
import { Switch } from './Switch'

const HINTS: readonly ContentHint[] = ['detail', 'motion']

/** How one's own share goes out: sharp or smooth, the music's bit rate, how loud one hears it oneself. */
export function ShareOptions(props: { readonly share: LocalShare; readonly send: Send }): JSX.Element {
  return (
    <div class="share-options">
      <Show when={props.share.picture && props.share.source !== 'music'}>
        <fieldset class="segments" aria-label={t('shareHint')}>
          <For each={HINTS}>
            {(hint) => (
              <Button
                label={t(hint === 'detail' ? 'hintDetail' : 'hintMotion')}
                kind="quiet"
                pressed={props.share.contentHint === hint}
                onClick={() => props.send({ type: 'setShareHint', hint })}
              />
            )}
          </For>
        </fieldset>
      </Show>
      <Show when={props.share.source === 'music'}>
        <Switch
          label={t('sharePicture')}
          checked={props.share.picture}
          onChange={(picture) => props.send({ type: 'setSharePicture', picture })}
        />
        <fieldset class="segments" aria-label={t('musicBitrate')}>
          <For each={MUSIC_BITRATES}>
            {(kbps) => (
              <Button
                label={t('kbps', kbps)}
                kind="quiet"
                pressed={props.share.musicBitrate === kbps}
                onClick={() => props.send({ type: 'setMusicBitrate', kbps })}
              />
            )}
          </For>
        </fieldset>
      </Show>
      <Show when={props.share.sound && props.share.source !== 'display'}>
        <Slider
          label={t('monitorVolume')}
          value={props.share.monitorVolume}
          onChange={(volume) => props.send({ type: 'setMonitorVolume', volume })}
        />
      </Show>
    </div>
  )
}
