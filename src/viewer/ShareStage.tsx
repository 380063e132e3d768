import { createEffect, createSignal, type JSX, onCleanup } from 'solid-js'
import { t } from '../i18n/t'
import { Button } from '../ui/Button'
import { VideoView } from '../ui/VideoView'
import { clampPan, type Offset, type Size } from './pan'

/** One press of an arrow key, in CSS pixels. */
const KEY_STEP = 64

const ARROWS: Readonly<Record<string, Offset | undefined>> = {
  ArrowLeft: { x: KEY_STEP, y: 0 },
  ArrowRight: { x: -KEY_STEP, y: 0 },
  ArrowUp: { x: 0, y: KEY_STEP },
  ArrowDown: { x: 0, y: -KEY_STEP },
}

/** The shared picture: fitted into the tab, or pixel for pixel and moved by hand or arrow keys. */
export function ShareStage(props: {
  readonly stream: MediaStream | null
  readonly title: string | null
  readonly children?: JSX.Element
}): JSX.Element {
  const [actual, setActual] = createSignal(false)
  const [full, setFull] = createSignal(false)
  const [floating, setFloating] = createSignal(false)
  const [picture, setPicture] = createSignal<Size>({ width: 0, height: 0 })
  const [room, setRoom] = createSignal<Size>({ width: 0, height: 0 })
  const [offset, setOffset] = createSignal<Offset>({ x: 0, y: 0 })
  let stage: HTMLElement | undefined
  let video: HTMLVideoElement | undefined

  /** In CSS pixels: one pixel of the picture is one of the screen. */
  const size = (): Size => ({
    width: picture().width / window.devicePixelRatio,
    height: picture().height / window.devicePixelRatio,
  })
  const pan = (by: Offset): void => {
    setOffset((now) => clampPan({ x: now.x + by.x, y: now.y + by.y }, size(), room()))
  }

  const watchRoom = new ResizeObserver(([entry]) => {
    if (!entry) return
    setRoom({ width: entry.contentRect.width, height: entry.contentRect.height })
    pan({ x: 0, y: 0 })
  })
  const life = new AbortController()
  const { signal } = life
  document.addEventListener('fullscreenchange', () => setFull(document.fullscreenElement !== null), { signal })
  document.addEventListener('enterpictureinpicture', () => setFloating(true), { signal })
  document.addEventListener('leavepictureinpicture', () => setFloating(false), { signal })
  onCleanup(() => {
    watchRoom.disconnect()
    life.abort()
  })

  createEffect(() => {
    if (video === undefined) return
    const { style } = video
    if (!actual()) {
      style.removeProperty('width')
      style.removeProperty('height')
      style.removeProperty('translate')
      return
    }
    style.width = `${size().width}px`
    style.height = `${size().height}px`
    style.translate = `${offset().x}px ${offset().y}px`
  })

  function toggleFullscreen(): void {
    const change = document.fullscreenElement === null ? stage?.requestFullscreen() : document.exitFullscreen()
    change?.catch(() => undefined)
  }

  function togglePictureInPicture(): void {
    // Refused before the first picture.
    const change = floating() ? document.exitPictureInPicture() : video?.requestPictureInPicture()
    change?.catch(() => undefined)
  }

  function grab(event: PointerEvent): void {
    const target = event.currentTarget
    if (!actual() || event.button !== 0 || !(target instanceof Element)) return
    if (event.target instanceof Element && event.target.closest('button')) return
    target.setPointerCapture(event.pointerId)
    let last = { x: event.clientX, y: event.clientY }
    const life = new AbortController()
    const { signal } = life
    target.addEventListener(
      'pointermove',
      (moving) => {
        if (!(moving instanceof PointerEvent)) return
        pan({ x: moving.clientX - last.x, y: moving.clientY - last.y })
        last = { x: moving.clientX, y: moving.clientY }
      },
      { signal },
    )
    for (const type of ['pointerup', 'pointercancel']) target.addEventListener(type, () => life.abort(), { signal })
  }

  function key(event: KeyboardEvent): void {
    const by = ARROWS[event.key]
    if (by === undefined || !actual()) return
    event.preventDefault()
    pan(by)
  }

  return (
    <main
      class="share-stage"
      data-actual={actual() ? '' : undefined}
      ref={(element) => {
        stage = element
        watchRoom.observe(element)
      }}
      on:pointerdown={grab}
    >
      <section class="share-picture" tabindex={0} aria-label={props.title ?? t('sharedView')} on:keydown={key}>
        <VideoView
          class="viewer-share"
          stream={props.stream}
          label={t('sharedView')}
          ref={(element) => {
            video = element
            const measure = (): void => void setPicture({ width: element.videoWidth, height: element.videoHeight })
            element.addEventListener('resize', measure)
            element.addEventListener('loadedmetadata', measure)
          }}
        />
      </section>
      <div class="viewer-faces">{props.children}</div>
      <div class="viewer-tools">
        <Button label={t('fitToWindow')} kind="quiet" pressed={!actual()} onClick={() => setActual(false)} />
        <Button
          label={t('actualSize')}
          kind="quiet"
          pressed={actual()}
          onClick={() => {
            setActual(true)
            pan({ x: 0, y: 0 })
          }}
        />
        <Button
          label={t('pictureInPicture')}
          icon="pictureInPicture"
          iconOnly
          kind="quiet"
          pressed={floating()}
          onClick={togglePictureInPicture}
        />
        <Button
          label={t('fullScreen')}
          icon={full() ? 'shrink' : 'fullscreen'}
          iconOnly
          kind="quiet"
          pressed={full()}
          onClick={toggleFullscreen}
        />
      </div>
    </main>
  )
}
