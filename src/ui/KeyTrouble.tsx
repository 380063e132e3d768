import { type JSX, Show } from 'solid-js'
import { t } from '../i18n/t'
import type { Snapshot, KeyTrouble as Trouble } from '../messaging/snapshot'
import { ask } from './ask'
import { Button } from './Button'

/** What keeps this browser from having an ID; null where nothing does. */
export function keyTroubleOf(snapshot: Snapshot | null): Trouble | null {
  const signaling = snapshot?.signaling
  if (signaling?.state !== 'offline') return null
  return signaling.trouble === 'keyBroken' || signaling.trouble === 'keyUnavailable' ? signaling.trouble : null
}

/** There is no ID and none is coming: why, and the way out. */
export function KeyTrouble(props: { readonly snapshot: Snapshot | null }): JSX.Element {
  return (
    <Show when={keyTroubleOf(props.snapshot)}>
      {(trouble) => (
        <div class="banner" role="alert">
          <p>{t(trouble() === 'keyBroken' ? 'keyBrokenHint' : 'keyUnavailableHint')}</p>
          <Show when={trouble() === 'keyBroken'}>
            <Button label={t('mendKey')} kind="accent" onClick={() => ask({ type: 'openPage', page: 'options' })} />
          </Show>
        </div>
      )}
    </Show>
  )
}
