import { createSignal, createUniqueId, type JSX, Show } from 'solid-js'
import { type MessageKey, t } from '../i18n/t'
import { Button } from '../ui/Button'
import { Icon } from '../ui/Icon'
import { KeyBackup } from '../ui/setup/KeyBackup'
import { Section } from '../ui/setup/Section'
import type { Saving } from './createSaving'
import { FileButton } from './FileButton'

type RestoreTrouble = 'wrongPassphrase' | 'notBackup' | 'broken' | 'newerVersion' | 'unavailable'
const RESTORE_KEYS: { readonly [Reason in RestoreTrouble]: MessageKey } = {
  wrongPassphrase: 'restoreWrongPassphrase',
  notBackup: 'restoreNotBackup',
  broken: 'restoreBroken',
  newerVersion: 'restoreNewer',
  unavailable: 'keyUnavailable',
}

/** Larger than any back-up; what is larger is not read. */
const MAX_BACKUP_BYTES = 64 * 1024

/** The key that one's ID is: kept, brought back, made new. */
export function KeyOptions(props: { readonly saving: Saving }): JSX.Element {
  const [trouble, setTrouble] = createSignal<MessageKey | null>(null)
  return (
    <Section title={t('yourKey')}>
      <p class="soft">{t('keyHint')}</p>
      <KeyBackup />
      <Restore saving={props.saving} onTrouble={setTrouble} />
      <NewIdentity saving={props.saving} onTrouble={setTrouble} />
      <Show when={trouble()}>
        {(key) => (
          <p class="field-error" role="alert">
            <Icon name="trouble" small />
            {t(key())}
          </p>
        )}
      </Show>
    </Section>
  )
}

interface PartProps {
  readonly saving: Saving
  readonly onTrouble: (key: MessageKey | null) => void
}

function Restore(props: PartProps): JSX.Element {
  const id = createUniqueId()
  const [file, setFile] = createSignal<File | null>(null)
  const [passphrase, setPassphrase] = createSignal('')
  const [working, setWorking] = createSignal(false)
  const restore = async (chosen: File): Promise<void> => {
    if (chosen.size > MAX_BACKUP_BYTES) {
      props.onTrouble('restoreNotBackup')
      return
    }
    setWorking(true)
    const [{ restoreBackup }, { makeIndexedDbStore }] = await Promise.all([
      import('../identity/backup'),
      import('../identity/indexedDbStore'),
    ])
    const restored = await restoreBackup(makeIndexedDbStore(), await chosen.text(), passphrase())
    setWorking(false)
    props.onTrouble(restored.ok ? null : RESTORE_KEYS[restored.reason])
    if (!restored.ok) return
    setFile(null)
    setPassphrase('')
    props.saving.run({ type: 'identityChanged' }, 'keyRestored')
  }
  return (
    <Show
      when={file()}
      fallback={
        <div class="field-row">
          <FileButton label={t('restoreBackup')} icon="upload" accept=".age,text/plain" onFile={setFile} />
        </div>
      }
    >
      {(chosen) => (
        <form
          class="setting setting-tall"
          onSubmit={(event) => {
            event.preventDefault()
            void restore(chosen())
          }}
        >
          <label for={`restore-${id}`}>{t('passphraseOf', chosen().name)}</label>
          <div class="field-row">
            <input
              id={`restore-${id}`}
              class="field"
              type="password"
              autocomplete="off"
              value={passphrase()}
              onInput={(event) => setPassphrase(event.currentTarget.value)}
            />
            <button type="submit" class="button button-accent" disabled={working()}>
              <span class="button-label">{t('restore')}</span>
            </button>
            <Button label={t('cancelEdit')} icon="close" iconOnly kind="quiet" onClick={() => setFile(null)} />
          </div>
          <p class="soft">{t('restoreHint')}</p>
        </form>
      )}
    </Show>
  )
}

function NewIdentity(props: PartProps): JSX.Element {
  const [sure, setSure] = createSignal(false)
  const replace = async (): Promise<void> => {
    const [{ replaceIdentity }, { makeIndexedDbStore }] = await Promise.all([
      import('../identity/keyPair'),
      import('../identity/indexedDbStore'),
    ])
    const made = await replaceIdentity(makeIndexedDbStore())
    setSure(false)
    props.onTrouble(made.ok ? null : 'keyUnavailable')
    if (made.ok) props.saving.run({ type: 'identityChanged' }, 'identityReplaced')
  }
  return (
    <Show
      when={sure()}
      fallback={
        <div class="field-row">
          <Button label={t('newIdentity')} icon="key" onClick={() => setSure(true)} />
        </div>
      }
    >
      <p>{t('newIdentityWarning')}</p>
      <div class="field-row">
        <Button label={t('makeNewIdentity')} kind="hangUp" onClick={() => void replace()} />
        <Button label={t('keepIdentity')} onClick={() => setSure(false)} />
      </div>
    </Show>
  )
}
