import { createSignal, type JSX, Show } from 'solid-js'
import { t } from '../i18n/t'
import { formatInvitation } from '../protocol/invitation'
import type { Settings } from '../settings/settings'
import { ask } from '../ui/ask'
import { Button } from '../ui/Button'
import { CopyButton } from '../ui/CopyButton'
import type { View } from '../ui/createView'
import { KeyTrouble, keyTroubleOf } from '../ui/KeyTrouble'
import { IdText } from '../ui/PartyName'
import { StatusLine } from '../ui/StatusLine'
import { createDevices } from '../ui/setup/createDevices'
import { DeviceSelect } from '../ui/setup/DeviceSelect'
import { KeyBackup } from '../ui/setup/KeyBackup'
import { Section } from '../ui/setup/Section'
import { SignalingServerField } from '../ui/setup/SignalingServerField'
import { SpeakerTest } from '../ui/setup/SpeakerTest'
import { DeviceStep } from './DeviceStep'

/** The one tab after installing. Leaving it at any point leaves a working extension. */
export function Onboarding(props: { readonly view: View; readonly settings: Settings | null }): JSX.Element {
  const { devices, look } = createDevices()
  const [done, setDone] = createSignal(false)
  const localId = (): string | null => props.view.snapshot()?.localId ?? null
  return (
    <main class="page">
      <header class="page-head">
        <img class="page-logo" src="/icons/icon-128.png" alt="" />
        <div>
          <h1 class="large">{t('welcome')}</h1>
          <StatusLine snapshot={props.view.snapshot()} />
        </div>
      </header>
      <KeyTrouble snapshot={props.view.snapshot()} />
      <Show when={!done()} fallback={<Finished />}>
        <Show when={props.settings}>
          {(settings) => (
            <>
              <Section title={t('setUpDevices')}>
                <DeviceStep settings={settings()} devices={devices()} onGranted={look} />
              </Section>
              <Section title={t('speaker')}>
                <DeviceSelect
                  label={t('speaker')}
                  kind="audiooutput"
                  devices={devices()}
                  value={settings().speaker}
                  onChange={(speaker) => ask({ type: 'updateSettings', changes: { speaker } })}
                />
                <div class="field-row">
                  <SpeakerTest speaker={settings().speaker} />
                </div>
              </Section>
              <Section title={t('yourId')} id="own-id">
                <Show
                  when={localId()}
                  fallback={<p class="soft">{t(keyTroubleOf(props.view.snapshot()) === null ? 'idComing' : 'idNone')}</p>}
                >
                  {(id) => (
                    <fieldset class="own-id-large large" aria-labelledby="own-id">
                      <IdText id={id()} />
                    </fieldset>
                  )}
                </Show>
                <p>{t('howToCall')}</p>
                <div class="field-row">
                  <CopyButton label={t('copyId')} kind="accent" text={() => localId() ?? ''} disabled={localId() === null} />
                  <CopyButton
                    label={t('copyInvitation')}
                    icon="invitation"
                    text={() =>
                      formatInvitation({ id: localId() ?? '', name: settings().displayName, server: settings().signalingServer })
                    }
                    disabled={localId() === null}
                  />
                </div>
              </Section>
              <Section title={t('signalingServer')}>
                <p class="soft">{t('signalingServerHint')}</p>
                <SignalingServerField
                  value={settings().signalingServer}
                  onSave={(signalingServer) => ask({ type: 'updateSettings', changes: { signalingServer } })}
                />
              </Section>
              <Section title={t('keyBackup')}>
                <p class="soft">{t('keyBackupHint')}</p>
                <KeyBackup />
              </Section>
              <div class="page-end">
                <Button label={t('done')} kind="accent" icon="check" onClick={() => setDone(true)} />
              </div>
            </>
          )}
        </Show>
      </Show>
    </main>
  )
}

/** Nothing more to do here; the devices are let go. */
function Finished(): JSX.Element {
  return (
    <Section title={t('setUpDone')}>
      <p>{t('howToCall')}</p>
      <div class="field-row">
        <Button label={t('options')} icon="settings" onClick={() => ask({ type: 'openPage', page: 'options' })} />
        <Button label={t('closeTab')} kind="accent" onClick={() => window.close()} />
      </div>
    </Section>
  )
}
