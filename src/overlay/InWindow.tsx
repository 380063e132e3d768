import { createEffect, createSignal, type JSX, on, Show } from 'solid-js'
import browser from 'webextension-polyfill'
import { partyName } from '../i18n/name'
import { t } from '../i18n/t'
import { AllTabsSwitch } from '../ui/AllTabsSwitch'
import { ask } from '../ui/ask'
import { Button } from '../ui/Button'
import { CallView } from './CallView'
import { hasCall } from './callIn'
import { createFloatingVideo } from './createFloatingVideo'
import type { Session } from './createSession'
import { openDocumentPictureInPicture } from './pictureInPicture'

/** The call window: the same view, where no page can hold the overlay. */
export function InWindow(props: { readonly session: Session }): JSX.Element {
  const [floating, setFloating] = createSignal<{ readonly close: () => void } | null>(null)
  let root: HTMLDivElement | undefined

  createEffect(() => {
    const call = props.session.view.snapshot()?.call
    document.title = call && call.phase !== 'idle' ? partyName(call.party) : t('extensionName')
  })

  // Its window must not be closed while what was in it floats.
  const tellFloating = (active: boolean): void => ask({ type: 'pictureInPicture', active })
  createEffect(
    on(
      () => floating() !== null,
      (active) => tellFloating(active),
      { defer: true },
    ),
  )
  const floatVideo = createFloatingVideo()

  async function setWindow(state: 'minimized' | 'maximized'): Promise<void> {
    const current = await browser.windows.getCurrent()
    if (current.id === undefined) return
    await browser.windows.update(current.id, { state: current.state === state ? 'normal' : state })
  }

  /** Always on top of everything, with all of its controls; a click here may open one. */
  async function float(): Promise<void> {
    if (root === undefined || floating() !== null) return
    const opened = await openDocumentPictureInPicture(root, () => setFloating(null))
    if (opened === null) void floatVideo()
    else setFloating(opened)
  }

  // What moves to another document has a parent of its own, in which nothing else changes.
  return (
    <>
      <div class="window-home">
        <div class="window" ref={root}>
          <CallView
            session={props.session}
            form="window"
            onMinimise={() => {
              if (floating() === null) void setWindow('minimized')
              else floating()?.close()
            }}
            onExpand={floating() === null ? () => void setWindow('maximized') : undefined}
            onPictureInPicture={floating() === null ? () => void float() : undefined}
            onKey={(event) => {
              if (event.key === 'Escape') void setWindow('minimized')
            }}
          />
        </div>
        <Show when={hasCall(props.session.view.snapshot())}>
          <aside class="window-offer">
            <AllTabsSwitch offerOnly />
          </aside>
        </Show>
      </div>
      <div class="window-elsewhere">
        <Show when={floating()}>
          {(opened) => (
            <main class="elsewhere">
              <p>{t('callFloats')}</p>
              <Button label={t('bringBack')} onClick={() => opened().close()} />
            </main>
          )}
        </Show>
      </div>
    </>
  )
}
