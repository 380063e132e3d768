import { type Accessor, createSignal, onCleanup } from 'solid-js'

/** What there is to choose from. Names are there only once the microphone or camera was granted. */
export type Devices = readonly MediaDeviceInfo[]

/** The devices of this machine, followed as they are plugged in and out. `look()` reads them again, after a grant. */
export function createDevices(): { readonly devices: Accessor<Devices>; readonly look: () => void } {
  const [devices, setDevices] = createSignal<Devices>([])
  const look = (): void => void navigator.mediaDevices.enumerateDevices().then(setDevices)
  look()
  navigator.mediaDevices.addEventListener('devicechange', look)
  onCleanup(() => navigator.mediaDevices.removeEventListener('devicechange', look))
  return { devices, look }
}
