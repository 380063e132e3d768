import { render } from 'solid-js/web'
import { connectView } from '../messaging/viewClient'
import { createStoredPeople, createStoredSettings } from '../ui/createStored'
import { createView } from '../ui/createView'
import { Options } from './Options'

const client = connectView()

render(() => {
  const view = createView(client)
  const settings = createStoredSettings()
  const people = createStoredPeople()
  return <Options settings={settings()} people={people()} localId={view.snapshot()?.localId ?? null} />
}, document.body)
