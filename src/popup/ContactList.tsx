import { createMemo, createSignal, createUniqueId, For, type JSX, Show } from 'solid-js'
import { t } from '../i18n/t'
import type { Person } from '../people/people'
import { Avatar } from '../ui/Avatar'
import { ask } from '../ui/ask'
import { Button } from '../ui/Button'
import { CopyButton } from '../ui/CopyButton'
import { Icon } from '../ui/Icon'
import { NameForm } from '../ui/NameForm'
import { IdText } from '../ui/PartyName'
import { AddContactForm } from './AddContactForm'
import { dialText } from './dialText'
import { matches } from './matches'
import { Row } from './Row'

/** People one knows, by name; a click calls. */
export function ContactList(props: {
  readonly people: readonly Person[]
  readonly search: string
  readonly localId: string | null
  /** One's own signaling server; a contact on it needs no other. */
  readonly ownServer: string | null
  readonly onDial: (to: string) => void
}): JSX.Element {
  const id = createUniqueId()
  const [adding, setAdding] = createSignal(false)
  const byId = createMemo(() => new Map(props.people.map((person) => [person.id, person])))
  /** Ids, not people: a row stays what it is, open or being renamed, while what is known of somebody changes. */
  const contacts = (): readonly string[] =>
    props.people
      .filter((person) => person.contact && matches(props.search, person.name, person.id))
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .map((person) => person.id)
  return (
    <section>
      <div class="list-head">
        <h2 id={`contacts-${id}`}>{t('contacts')}</h2>
        <Button
          label={t('addContact')}
          icon="addContact"
          iconOnly
          kind="quiet"
          expanded={adding()}
          onClick={() => setAdding(!adding())}
        />
      </div>
      <Show when={adding()}>
        <AddContactForm
          localId={props.localId}
          ownServer={props.ownServer}
          nameOf={(contact) => byId().get(contact)?.name ?? ''}
          onDone={() => setAdding(false)}
        />
      </Show>
      <ul class="list" aria-labelledby={`contacts-${id}`}>
        <For
          each={contacts()}
          fallback={<li class="list-empty soft">{t(props.search === '' ? 'contactsEmpty' : 'nothingFound')}</li>}
        >
          {(contact) => (
            <Show when={byId().get(contact)}>{(person) => <ContactRow person={person()} onDial={props.onDial} />}</Show>
          )}
        </For>
      </ul>
    </section>
  )
}

function ContactRow(props: { readonly person: Person; readonly onDial: (to: string) => void }): JSX.Element {
  const [renaming, setRenaming] = createSignal(false)
  const id = (): string => props.person.id
  return (
    <Row
      picture={<Avatar id={id()} name={props.person.name} />}
      onCall={() => props.onDial(dialText(id(), props.person.server))}
      title={
        <Show when={props.person.name} fallback={<IdText id={id()} />}>
          <bdi>{props.person.name}</bdi>
        </Show>
      }
      detail={
        <Show when={props.person.blocked}>
          <Icon name="block" small />
          {t('blocked')}
        </Show>
      }
    >
      <Show
        when={renaming()}
        fallback={
          <>
            <Button label={t('rename')} icon="edit" kind="quiet" onClick={() => setRenaming(true)} />
            <CopyButton label={t('copyTheirId')} kind="quiet" text={id} />
            <Button
              label={t(props.person.blocked ? 'unblock' : 'block')}
              icon="block"
              kind="quiet"
              onClick={() => ask({ type: 'setBlocked', id: id(), blocked: !props.person.blocked })}
            />
            <Button
              label={t('removeContact')}
              icon="delete"
              kind="quiet"
              onClick={() => ask({ type: 'removeContact', id: id() })}
            />
          </>
        }
      >
        <NameForm
          initial={props.person.name}
          onSave={(name) => {
            ask({ type: 'saveContact', id: id(), name })
            setRenaming(false)
          }}
          onCancel={() => setRenaming(false)}
        />
      </Show>
    </Row>
  )
}
