import { type JSX, Show } from 'solid-js'
import { t } from '../i18n/t'
import type { TalkSnapshot } from '../messaging/snapshot'
import { Button } from '../ui/Button'
import type { Send } from '../ui/CallControls'
import { PartyName } from '../ui/PartyName'
import { Timer } from '../ui/Timer'

/** The call when it is out of the way: who, how long, microphone, hang up. In the shared tab it can stop the share, and stays small. */
export function Pill(props: {
  readonly call: TalkSnapshot
  readonly send: Send
  readonly shortcuts: Readonly<Record<string, string>>
  readonly onExpand?: (() => void) | undefined
}): JSX.Element {
  const hears = (): boolean => props.call.local.microphone === 'on'
  return (
    <div class="pill">
      <span class="pill-who ellipsis strong">
        <PartyName party={props.call.party} />
      </span>
      <Timer since={props.call.connectedAt} />
      <Button
        label={t('microphone')}
        icon={hears() ? 'microphone' : 'microphoneOff'}
        iconOnly
        pressed={hears()}
        shortcut={props.shortcuts['toggle-microphone']}
        onClick={() => props.send({ type: 'setMicrophone', enabled: !hears() })}
      />
      <Show when={props.onExpand === undefined && props.call.local.share}>
        <Button label={t('stopSharing')} icon="stop" iconOnly kind="quiet" onClick={() => props.send({ type: 'stopSharing' })} />
      </Show>
      <Show when={props.onExpand}>
        {(expand) => <Button label={t('expand')} icon="expand" iconOnly kind="quiet" onClick={() => expand()()} />}
      </Show>
      <Button
        label={t('hangUp')}
        icon="hangUp"
        iconOnly
        kind="hangUp"
        shortcut={props.shortcuts['hang-up']}
        onClick={() => props.send({ type: 'hangUp' })}
      />
    </div>
  )
}
