import { createUniqueId, type JSX } from 'solid-js'
import { t } from '../i18n/t'
import type { Settings } from '../settings/settings'
import { Section } from '../ui/setup/Section'
import { Choice } from './Choice'
import type { Saving } from './createSaving'

/** As long as the setting may be. */
const MAX_DISPLAY_NAME = 40

/** What others see, and who may ring. */
export function PersonalOptions(props: { readonly settings: Settings; readonly saving: Saving }): JSX.Element {
  const id = createUniqueId()
  return (
    <Section title={t('you')}>
      <div class="setting">
        <label for={`display-${id}`}>{t('displayName')}</label>
        <input
          id={`display-${id}`}
          class="field"
          maxlength={MAX_DISPLAY_NAME}
          autocomplete="name"
          value={props.settings.displayName}
          onChange={(event) => props.saving.save({ displayName: event.currentTarget.value.trim() })}
        />
      </div>
      <p class="soft">{t('displayNameHint')}</p>
      <Choice
        label={t('whoMayRing')}
        value={props.settings.whoMayRing}
        choices={[
          { value: 'everyone', label: t('everyone') },
          { value: 'contacts', label: t('contactsOnly') },
        ]}
        onChange={(whoMayRing) => props.saving.save({ whoMayRing })}
      />
      <p class="soft">{t('whoMayRingHint')}</p>
    </Section>
  )
}
