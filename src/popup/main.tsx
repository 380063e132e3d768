import { render } from 'solid-js/web'
import { connectView } from '../messaging/viewClient'
import { createStoredCalls, createStoredPeople, createStoredSettings } from '../ui/createStored'
import { createView } from '../ui/createView'
import { createFrames } from '../ui/frames/createFrames'
import { Popup } from './Popup'

const client = connectView()

render(() => {
  const view = createView(client)
  const frames = createFrames(client)
  const settings = createStoredSettings()
  const people = createStoredPeople()
  const calls = createStoredCalls()
  return <Popup view={view} frames={frames} settings={settings()} people={people()} calls={calls()} />
}, document.body)
