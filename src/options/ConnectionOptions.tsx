import { createSignal, createUniqueId, type JSX, Show } from 'solid-js'
import { type MessageKey, t } from '../i18n/t'
import { type IceServerTrouble, MAX_ICE_SERVERS, parseIceServers } from '../settings/iceServers'
import type { Settings } from '../settings/settings'
import { Icon } from '../ui/Icon'
import { Switch } from '../ui/Switch'
import { Section } from '../ui/setup/Section'
import { SignalingServerField } from '../ui/setup/SignalingServerField'
import type { Saving } from './createSaving'

/** As long as the setting may be. */
const MAX_ICE_TEXT = 4000

const ICE_KEYS: { readonly [Reason in IceServerTrouble]: MessageKey } = {
  scheme: 'iceScheme',
  host: 'iceHost',
  port: 'icePort',
  transport: 'iceTransport',
  credentials: 'iceCredentials',
  surplus: 'iceSurplus',
  tooMany: 'iceTooMany',
}

/** How the two browsers find each other and talk. */
export function ConnectionOptions(props: { readonly settings: Settings; readonly saving: Saving }): JSX.Element {
  const id = createUniqueId()
  const [trouble, setTrouble] = createSignal('')
  const saveIce = (text: string): void => {
    const parsed = parseIceServers(text)
    setTrouble(parsed.ok ? '' : t('iceLine', parsed.line, t(ICE_KEYS[parsed.reason], MAX_ICE_SERVERS)))
    if (parsed.ok) props.saving.save({ iceServers: text.trim() })
  }
  return (
    <Section title={t('connection')}>
      <SignalingServerField
        value={props.settings.signalingServer}
        onSave={(signalingServer) => props.saving.save({ signalingServer })}
      />
      <div class="setting setting-tall">
        <label for={`ice-${id}`}>{t('iceServers')}</label>
        <textarea
          id={`ice-${id}`}
          class="field field-area"
          spellcheck={false}
          maxlength={MAX_ICE_TEXT}
          placeholder={t('iceExample')}
          value={props.settings.iceServers}
          aria-invalid={trouble() !== ''}
          aria-describedby={trouble() === '' ? undefined : `ice-said-${id}`}
          onChange={(event) => saveIce(event.currentTarget.value)}
        />
        <Show when={trouble()}>
          {(sentence) => (
            <p class="field-error" role="alert" id={`ice-said-${id}`}>
              <Icon name="trouble" small />
              {sentence()}
            </p>
          )}
        </Show>
      </div>
      <Switch
        label={t('relayOnly')}
        description={t('relayOnlyHint')}
        checked={props.settings.relayOnly}
        onChange={(relayOnly) => props.saving.save({ relayOnly })}
      />
      <Switch
        label={t('relayStrangers')}
        description={t('relayStrangersHint')}
        checked={props.settings.relayOnlyForStrangers}
        onChange={(relayOnlyForStrangers) => props.saving.save({ relayOnlyForStrangers })}
      />
    </Section>
  )
}
