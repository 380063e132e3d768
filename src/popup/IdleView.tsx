import { createSignal, type JSX, Show } from 'solid-js'
import { t } from '../i18n/t'
import type { Rejoin } from '../messaging/snapshot'
import { AllTabsSwitch } from '../ui/AllTabsSwitch'
import { Icon } from '../ui/Icon'
import { keyTroubleOf } from '../ui/KeyTrouble'
import { NoticeList } from '../ui/NoticeList'
import { ContactList } from './ContactList'
import { DialForm } from './DialForm'
import { OwnId } from './OwnId'
import type { PopupProps } from './Popup'
import { RecentCalls } from './RecentCalls'
import { RejoinOffer } from './RejoinOffer'

/** No call: whom to call, how to be called. */
export function IdleView(props: PopupProps & { readonly rejoin: Rejoin | null }): JSX.Element {
  const [search, setSearch] = createSignal('')
  const settings = (): PopupProps['settings'] => props.settings
  const camera = (): boolean => settings()?.startWithCamera ?? true
  const dial = (to: string): void => props.view.send({ type: 'dial', to, camera: camera() })
  const anybody = (): boolean => (props.people?.length ?? 0) + (props.calls?.length ?? 0) > 0
  return (
    <main class="idle">
      <Show when={props.rejoin}>{(rejoin) => <RejoinOffer rejoin={rejoin()} send={props.view.send} />}</Show>
      <NoticeList notices={props.view.snapshot()?.notices ?? []} send={props.view.send} most={2} />
      <DialForm localId={props.view.snapshot()?.localId ?? null} camera={camera()} onDial={dial} />
      <OwnId
        localId={props.view.snapshot()?.localId ?? null}
        keyTrouble={keyTroubleOf(props.view.snapshot()) !== null}
        displayName={settings()?.displayName ?? ''}
        server={settings()?.signalingServer ?? null}
      />
      <div class="people">
        <Show when={anybody()}>
          <div class="search">
            <Icon name="search" small />
            <input
              class="field"
              type="search"
              aria-label={t('search')}
              placeholder={t('search')}
              value={search()}
              onInput={(event) => setSearch(event.currentTarget.value)}
            />
          </div>
        </Show>
        <ContactList
          localId={props.view.snapshot()?.localId ?? null}
          ownServer={settings()?.signalingServer ?? null}
          people={props.people ?? []}
          search={search()}
          onDial={dial}
        />
        <RecentCalls calls={props.calls ?? []} people={props.people ?? []} search={search()} onDial={dial} />
      </div>
      <AllTabsSwitch offerOnly />
    </main>
  )
}
