import { createSignal, createUniqueId, For, type JSX, onMount, Show } from 'solid-js'
import { type MessageKey, t } from '../i18n/t'
import type { Person } from '../people/people'
import type { Settings } from '../settings/settings'
import { Avatar } from '../ui/Avatar'
import { Button } from '../ui/Button'
import { IdText } from '../ui/PartyName'
import { Section } from '../ui/setup/Section'
import { saveFile } from '../ui/setup/saveFile'
import { ContactReader } from './ContactReader'
import type { Saving } from './createSaving'
import { FileButton } from './FileButton'
import { formatPeopleFile, MAX_FILE_BYTES, PEOPLE_FILE_NAME, parsePeopleFile } from './peopleFile'

/** As the popup names it, which leads here. */
const SECTION_ID = 'people'

const MIN_DAYS = 1
const MAX_DAYS = 3650

/** People out of and into a file, blocked ones, and how long calls stay listed. */
export function PeopleOptions(props: {
  readonly settings: Settings
  readonly people: readonly Person[]
  readonly localId: string | null
  readonly saving: Saving
}): JSX.Element {
  const id = createUniqueId()
  const [trouble, setTrouble] = createSignal<MessageKey | null>(null)
  onMount(() => {
    // The page is drawn too late for the browser to find it by itself.
    if (location.hash === `#${SECTION_ID}`) document.getElementById(SECTION_ID)?.scrollIntoView()
  })
  const blocked = (): readonly Person[] => props.people.filter((person) => person.blocked)
  const readFile = async (file: File): Promise<void> => {
    const read = file.size <= MAX_FILE_BYTES ? parsePeopleFile(await file.text()) : null
    // A friend's file has oneself in it.
    const people = read?.people.filter((person) => person.id !== props.localId) ?? []
    setTrouble(read === null ? 'peopleFileBad' : people.length === 0 ? 'peopleFileEmpty' : null)
    if (read === null || people.length === 0) return
    const said = read.broken === 0 ? 'peopleImported' : 'peopleImportedSome'
    props.saving.run({ type: 'importPeople', people }, said, people.length, read.broken)
  }
  return (
    <Section title={t('people')} id={SECTION_ID}>
      <ContactReader
        camera={props.settings.camera}
        ownServer={props.settings.signalingServer}
        localId={props.localId}
        nameOf={(contact) => props.people.find((person) => person.id === contact)?.name ?? ''}
        saving={props.saving}
      />
      <div class="setting">
        <label for={`days-${id}`}>{t('historyDays')}</label>
        <input
          id={`days-${id}`}
          class="field field-short"
          type="number"
          min={MIN_DAYS}
          max={MAX_DAYS}
          value={props.settings.historyDays}
          onChange={(event) => {
            const days = event.currentTarget.valueAsNumber
            if (Number.isInteger(days) && days >= MIN_DAYS && days <= MAX_DAYS) props.saving.save({ historyDays: days })
            else event.currentTarget.value = String(props.settings.historyDays)
          }}
        />
      </div>
      <div class="field-row">
        <Button
          label={t('exportPeople')}
          icon="download"
          onClick={() => saveFile(PEOPLE_FILE_NAME, formatPeopleFile(props.people), 'application/json')}
        />
        <FileButton
          label={t('importPeople')}
          icon="upload"
          accept=".json,application/json"
          onFile={(file) => void readFile(file)}
        />
      </div>
      <Show when={trouble()}>
        {(key) => (
          <p class="field-error" role="alert">
            {t(key())}
          </p>
        )}
      </Show>
      <h3 id={`blocked-${id}`}>{t('blockedPeople')}</h3>
      <ul aria-labelledby={`blocked-${id}`}>
        <For each={blocked()} fallback={<li class="soft">{t('nobodyBlocked')}</li>}>
          {(person) => (
            <li class="person">
              <Avatar id={person.id} name={person.name} />
              <span class="ellipsis">
                <Show when={person.name} fallback={<IdText id={person.id} />}>
                  <bdi>{person.name}</bdi>
                </Show>
              </span>
              <Button
                label={t('unblock')}
                kind="quiet"
                onClick={() => props.saving.run({ type: 'setBlocked', id: person.id, blocked: false }, 'saved')}
              />
            </li>
          )}
        </For>
      </ul>
    </Section>
  )
}
