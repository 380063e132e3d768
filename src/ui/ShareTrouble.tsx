import { type JSX, Show } from 'solid-js'
import { t } from '../i18n/t'
import type { RemoteShare } from '../messaging/snapshot'

/** Why the other's shared picture stands still or is black, over that picture. */
export function ShareTrouble(props: { readonly share: RemoteShare | null }): JSX.Element {
  const trouble = (): RemoteShare['trouble'] => (props.share?.picture ? props.share.trouble : null)
  return (
    <Show when={trouble()}>
      {(why) => (
        <p class="share-trouble" role="status">
          {t(why() === 'line' ? 'shareTroubleLine' : 'shareTroubleBlack')}
        </p>
      )}
    </Show>
  )
}
