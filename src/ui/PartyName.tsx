import { For, type JSX, Match, Switch } from 'solid-js'
import { t } from '../i18n/t'
import { groupPeerId } from '../identity/peerId'
import type { Party } from '../messaging/snapshot'

/** An ID in groups of five. The gaps are styling alone: its text is the ID as others type it. */
export function IdText(props: { readonly id: string }): JSX.Element {
  return (
    <span class="id">
      <For each={groupPeerId(props.id)}>
        {(group) => (
          <>
            <span class="id-group">{group}</span>
            <wbr />
          </>
        )}
      </For>
    </span>
  )
}

/** Who it is: own name, else their own words marked as such, else the ID. */
export function PartyName(props: { readonly party: Pick<Party, 'name' | 'claimedName' | 'remote'> }): JSX.Element {
  return (
    <Switch fallback={<IdText id={props.party.remote.id} />}>
      <Match when={props.party.name}>{(name) => <bdi class="name">{name()}</bdi>}</Match>
      <Match when={props.party.claimedName}>
        {(name) => (
          <span class="name name-claimed" title={t('claimedNameHint')}>
            “<bdi>{name()}</bdi>”
          </span>
        )}
      </Match>
    </Switch>
  )
}
