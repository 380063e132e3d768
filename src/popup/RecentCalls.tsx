import { createMemo, createSignal, createUniqueId, For, type JSX, Show } from 'solid-js'
import { type MessageKey, t } from '../i18n/t'
import type { CallEntry, Person } from '../people/people'
import { ask } from '../ui/ask'
import { Button } from '../ui/Button'
import { CopyButton } from '../ui/CopyButton'
import { Icon } from '../ui/Icon'
import type { IconName } from '../ui/icons'
import { NameForm } from '../ui/NameForm'
import { IdText } from '../ui/PartyName'
import { formatDuration } from '../ui/Timer'
import { dialText } from './dialText'
import { matches } from './matches'
import { Row } from './Row'

type Kind = 'placed' | 'received' | 'missed'

const KIND_KEYS: { readonly [K in Kind]: MessageKey } = { placed: 'callPlaced', received: 'callReceived', missed: 'callMissed' }
const KIND_ICONS: { readonly [K in Kind]: IconName } = { placed: 'callOut', received: 'callIn', missed: 'callMissed' }

function kindOf(entry: CallEntry): Kind {
  if (entry.outcome === 'missed') return 'missed'
  return entry.direction === 'outgoing' ? 'placed' : 'received'
}

/** `14:05` today, `Mon 14:05` within a week, else the date. */
function whenText(endedAt: number): string {
  const date = new Date(endedAt)
  const days = (new Date().setHours(0, 0, 0, 0) - new Date(endedAt).setHours(0, 0, 0, 0)) / 86_400_000
  const time: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' }
  if (days < 1) return date.toLocaleTimeString(undefined, time)
  if (days < 7) return date.toLocaleString(undefined, { ...time, weekday: 'short' })
  return date.toLocaleDateString(undefined, { day: 'numeric', month: 'short', year: 'numeric' })
}

/** So many are shown at once, and so many more at each press: hundreds of rows would hold up the popup, and a ring in it. */
const PAGE = 20

/** Calls placed, received and missed, the newest first; a click calls again. */
export function RecentCalls(props: {
  readonly calls: readonly CallEntry[]
  readonly people: readonly Person[]
  readonly search: string
  readonly onDial: (to: string) => void
}): JSX.Element {
  const id = createUniqueId()
  const [most, setMost] = createSignal(PAGE)
  const byId = createMemo(() => new Map(props.people.map((person) => [person.id, person])))
  const nameOf = (entry: CallEntry): string => byId().get(entry.id)?.name ?? ''
  const byCallId = createMemo(() => new Map(props.calls.map((entry) => [entry.callId, entry])))
  /** Ids, not entries: a row that is open stays so when another call is listed. */
  const found = createMemo((): readonly string[] =>
    props.calls.filter((entry) => matches(props.search, nameOf(entry), entry.id)).map((entry) => entry.callId),
  )
  const shown = (): readonly string[] => found().slice(0, most())
  return (
    <section>
      <div class="list-head">
        <h2 id={`recent-${id}`}>{t('recentCalls')}</h2>
        <Show when={props.calls.length > 0}>
          <Button
            label={t('clearAll')}
            icon="delete"
            iconOnly
            kind="quiet"
            onClick={() => ask({ type: 'deleteCalls', callIds: props.calls.map((entry) => entry.callId) })}
          />
        </Show>
      </div>
      <ul class="list" aria-labelledby={`recent-${id}`}>
        <For each={shown()} fallback={<li class="list-empty soft">{t(props.search === '' ? 'recentEmpty' : 'nothingFound')}</li>}>
          {(callId) => (
            <Show when={byCallId().get(callId)}>
              {(entry) => <CallRow entry={entry()} person={byId().get(entry().id)} onDial={props.onDial} />}
            </Show>
          )}
        </For>
      </ul>
      <Show when={found().length > most()}>
        <Button label={t('olderCalls')} kind="quiet" wide onClick={() => setMost(most() + PAGE)} />
      </Show>
    </section>
  )
}

function CallRow(props: {
  readonly entry: CallEntry
  readonly person: Person | undefined
  readonly onDial: (to: string) => void
}): JSX.Element {
  const name = (): string => props.person?.name ?? ''
  /** A contact's own entry knows better than a call of long ago where they are. */
  const server = (): string | undefined => (props.person?.contact ? props.person.server : props.entry.server)
  const [naming, setNaming] = createSignal(false)
  const kind = (): Kind => kindOf(props.entry)
  const detail = (): string => {
    const parts = [t(KIND_KEYS[kind()]), whenText(props.entry.endedAt)]
    if (props.entry.connectedAt !== null) parts.push(formatDuration(props.entry.endedAt - props.entry.connectedAt))
    return parts.join(' · ')
  }
  return (
    <Row
      picture={
        <span class={`call-kind call-kind-${kind()}`}>
          <Icon name={KIND_ICONS[kind()]} />
        </span>
      }
      title={
        <Show when={name()} fallback={<IdText id={props.entry.id} />}>
          <bdi>{name()}</bdi>
        </Show>
      }
      detail={<span classList={{ 'call-missed': kind() === 'missed' }}>{detail()}</span>}
      onCall={() => props.onDial(dialText(props.entry.id, server()))}
    >
      <Show
        when={naming()}
        fallback={
          <>
            <Button label={t(name() === '' ? 'giveName' : 'rename')} icon="edit" kind="quiet" onClick={() => setNaming(true)} />
            <CopyButton label={t('copyTheirId')} kind="quiet" text={() => props.entry.id} />
            <Button
              label={t('deleteEntry')}
              icon="delete"
              kind="quiet"
              onClick={() => ask({ type: 'deleteCalls', callIds: [props.entry.callId] })}
            />
          </>
        }
      >
        <NameForm
          initial={name()}
          onSave={(chosen) => {
            ask({ type: 'saveContact', id: props.entry.id, name: chosen, server: server() })
            setNaming(false)
          }}
          onCancel={() => setNaming(false)}
        />
      </Show>
    </Row>
  )
}
