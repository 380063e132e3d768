import { type JSX, Show } from 'solid-js'
import { t } from '../i18n/t'
import type { Rejoin } from '../messaging/snapshot'
import { Button } from '../ui/Button'
import type { Send } from '../ui/CallControls'
import { Sentence } from '../ui/Sentence'
import { createNow } from '../ui/Timer'

/** After the browser died in a call, as long as the other side waits. */
export function RejoinOffer(props: { readonly rejoin: Rejoin; readonly send: Send }): JSX.Element {
  const now = createNow()
  return (
    <Show when={now() < props.rejoin.until}>
      <div class="banner">
        <p>
          <Sentence of="rejoinHint" party={props.rejoin.party} />
        </p>
        <Button label={t('rejoin')} icon="rejoin" kind="call" onClick={() => props.send({ type: 'rejoin' })} />
      </div>
    </Show>
  )
}
