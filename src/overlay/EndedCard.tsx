import { type JSX, Show } from 'solid-js'
import { t } from '../i18n/t'
import type { Snapshot } from '../messaging/snapshot'
import { Button } from '../ui/Button'
import type { Send } from '../ui/CallControls'
import { StatusLine } from '../ui/StatusLine'
import { formatDuration } from '../ui/Timer'
import type { InPhase } from './callIn'

/** How the call ended. */
export function EndedCard(props: {
  readonly call: InPhase<'ended'>
  readonly send: Send
  readonly snapshot: Snapshot | null
}): JSX.Element {
  return (
    <section class="ringing ringing-compact">
      <StatusLine snapshot={props.snapshot} />
      <Show when={props.call.connectedAt}>
        {(since) => <p class="soft timer">{t('callLasted', formatDuration(props.call.endedAt - since()))}</p>}
      </Show>
      <div class="answers">
        <Button label={t('callAgain')} icon="call" kind="call" wide onClick={() => props.send({ type: 'callAgain' })} />
        <Button label={t('done')} wide onClick={() => props.send({ type: 'dismiss' })} />
      </div>
    </section>
  )
}
