import { createSignal, createUniqueId, For, type JSX, Show } from 'solid-js'
import { t } from '../i18n/t'
import type { Person } from '../people/people'
import type { Settings } from '../settings/settings'
import { Avatar } from '../ui/Avatar'
import { Button } from '../ui/Button'
import { IdText } from '../ui/PartyName'
import { Section } from '../ui/setup/Section'
import { saveFile } from '../ui/setup/saveFile'
import type { Saving } from './createSaving'
import { FileButton } from './FileButton'
import { formatPeopleFile, MAX_FILE_BYTES, PEOPLE_FILE_NAME, parsePeopleFile } from './peopleFile'

const MIN_DAYS = 1
const MAX_DAYS = 3650

/** People out of and into a file, blocked ones, and how long calls stay listed. */
export function PeopleOptions(props: {
  readonly settings: Settings
  readonly people: readonly Person[]
  readonly saving: Saving
}): JSX.Element {
  const id = createUniqueId()
  const [trouble, setTrouble] = createSignal(false)
  const blocked = (): readonly Person[] => props.people.filter((person) => person.blocked)
  const read = async (file: File): Promise<void> => {
    const people = file.size <= MAX_FILE_BYTES ? parsePeopleFile(await file.text()) : null
    setTrouble(people === null)
    if (people) props.saving.run({ type: 'importPeople', people: [...people] }, 'peopleImported')
  }
  return (
    <Section title={t('people')}>
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
        <FileButton label={t('importPeople')} icon="upload" accept=".json,application/json" onFile={(file) => void read(file)} />
      </div>
      <Show when={trouble()}>
        <p class="field-error" role="alert">
          {t('peopleFileBad')}
        </p>
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
