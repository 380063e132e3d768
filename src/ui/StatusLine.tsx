import { type JSX, Match, Switch } from 'solid-js'
import { END_REASON_KEYS } from '../i18n/endReason'
import { type StatusTone, statusOf } from '../i18n/signaling'
import { t } from '../i18n/t'
import type { Snapshot } from '../messaging/snapshot'
import { Sentence } from './Sentence'

/** The one `status` of a view: the line to the server, or how the call ended. */
export function StatusLine(props: { readonly snapshot: Snapshot | null }): JSX.Element {
  const ended = (): Extract<Snapshot['call'], { phase: 'ended' }> | null =>
    props.snapshot?.call.phase === 'ended' ? props.snapshot.call : null
  const status = (): ReturnType<typeof statusOf> => statusOf(props.snapshot)
  const tone = (): StatusTone | 'ended' => (ended() ? 'ended' : status().tone)
  return (
    <p role="status" class={`status status-${tone()}`}>
      <Switch fallback={t(status().key)}>
        <Match when={ended()}>{(call) => <Sentence of={END_REASON_KEYS[call().reason]} party={call().party} />}</Match>
      </Switch>
    </p>
  )
}
