import { render } from 'solid-js/web'
import { connectView } from '../messaging/viewClient'
import { createStoredSettings } from '../ui/createStored'
import { createView } from '../ui/createView'
import { Onboarding } from './Onboarding'

const client = connectView()

render(() => {
  const view = createView(client)
  const settings = createStoredSettings()
  return <Onboarding view={view} settings={settings()} />
}, document.body)
