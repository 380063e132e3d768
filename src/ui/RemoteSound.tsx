import type { JSX } from 'solid-js'
import { t } from '../i18n/t'
import type { RemoteShare } from '../messaging/snapshot'
import type { Send } from './CallControls'
import { Slider } from './Slider'
import { Switch } from './Switch'

/** The listener's side of shared sound: its volume apart from the voice, and lower while someone speaks. */
export function RemoteSound(props: { readonly share: RemoteShare; readonly send: Send }): JSX.Element {
  return (
    <div class="remote-sound">
      <Slider
        label={t('sharedVolume')}
        value={props.share.volume}
        onChange={(volume) => props.send({ type: 'setShareVolume', volume })}
      />
      <Switch
        label={t('duckMusic')}
        checked={props.share.duck}
        onChange={(enabled) => props.send({ type: 'setDucking', enabled })}
      />
    </div>
  )
}
