import { expect, it } from 'vitest'
import { WindowNavigation } from '../../electron/app/window-navigation.ts'

function setUp() {
  const done: unknown[] = []
  const navigation = new WindowNavigation({
    show: () => void done.push('show'),
    send: (target) => void done.push(target),
  })
  return { navigation, done }
}

it('goes to a place at once in a window that listens', () => {
  const { navigation, done } = setUp()
  navigation.setListening(true)
  navigation.goTo({ place: 'settings' })
  expect(done).toEqual(['show', { place: 'settings' }])
})

it('goes to the place asked for last once a window listens again', () => {
  const { navigation, done } = setUp()
  navigation.setListening(true)
  navigation.setListening(false)
  navigation.goTo({ place: 'settings' })
  navigation.goTo({ place: 'queue', filter: 'problems' })
  expect(done).toEqual(['show', 'show'])
  navigation.setListening(true)
  navigation.setListening(true)
  expect(done).toEqual(['show', 'show', { place: 'queue', filter: 'problems' }])
})
