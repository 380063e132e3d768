import { type JSX, Show } from 'solid-js'
import { t } from '../i18n/t'
import type { Person } from '../people/people'
import type { Settings } from '../settings/settings'
import { AllTabsSwitch } from '../ui/AllTabsSwitch'
import { Section } from '../ui/setup/Section'
import { ConnectionOptions } from './ConnectionOptions'
import { createSaving } from './createSaving'
import { DeviceOptions } from './DeviceOptions'
import { KeyOptions } from './KeyOptions'
import { PeopleOptions } from './PeopleOptions'
import { PersonalOptions } from './PersonalOptions'
import { SoundOptions } from './SoundOptions'

export interface OptionsProps {
  /** Null until they were read. */
  readonly settings: Settings | null
  readonly people: readonly Person[] | null
  /** One's own ID, once it is known. */
  readonly localId: string | null
}

/** Every setting; each change is saved at once. */
export function Options(props: OptionsProps): JSX.Element {
  const saving = createSaving()
  return (
    <main class="page">
      <header class="page-head">
        <img class="page-logo" src="/icons/icon-128.png" alt="" />
        <h1 class="large">{t('optionsTitle')}</h1>
      </header>
      <p class="page-saved" role="status">
        {saving.said()}
      </p>
      <Show when={props.settings}>
        {(settings) => (
          <>
            <PersonalOptions settings={settings()} saving={saving} />
            <DeviceOptions settings={settings()} saving={saving} />
            <SoundOptions settings={settings()} saving={saving} />
            <Section title={t('pages')}>
              <AllTabsSwitch />
            </Section>
            <ConnectionOptions settings={settings()} saving={saving} />
            <PeopleOptions settings={settings()} people={props.people ?? []} localId={props.localId} saving={saving} />
            <KeyOptions saving={saving} />
          </>
        )}
      </Show>
    </main>
  )
}
