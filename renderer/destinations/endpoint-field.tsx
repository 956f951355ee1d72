import { Autocomplete } from '@base-ui/react/autocomplete'
import { Field } from '@base-ui/react/field'
import { classNames } from '../controls/class-names.ts'
import menu from '../controls/menu.module.css'
import field from '../controls/text-field.module.css'
import { useText } from '../language/text.ts'
import styles from './endpoint-field.module.css'
import { knownRegions, readEndpoint } from './endpoint-text.ts'

interface Region {
  id: string
  name: string
}

export interface EndpointFieldProps {
  value: string
  onChange: (value: string) => void
  error: string | null
}

/** A region from the list, or any endpoint typed by hand; says below which address that means. */
export function EndpointField({ value, onChange, error }: Readonly<EndpointFieldProps>) {
  const t = useText('dialogs')
  const regions: Region[] = knownRegions.map((id) => ({ id, name: t(`region.${id}`) }))
  const { endpoint } = readEndpoint(value)
  return (
    <Field.Root className={field.field} invalid={error !== null}>
      <Field.Label className={field.label}>{t('destination.endpoint')}</Field.Label>
      <Autocomplete.Root
        openOnInputClick
        filter={(region: Region, query) => matches(region, query)}
        itemToStringValue={(region: Region) => region.id}
        items={regions}
        value={value}
        onValueChange={onChange}
      >
        <Autocomplete.Input
          className={classNames(field.input, field.code)}
          placeholder={t('destination.endpointPlaceholder')}
          spellCheck={false}
        />
        <Autocomplete.Portal>
          <Autocomplete.Positioner className={menu.positioner} sideOffset={4}>
            <Autocomplete.Popup className={classNames(menu.popup, styles.popup)}>
              <Autocomplete.List>
                {(region: Region) => (
                  <Autocomplete.Item key={region.id} className={menu.item} value={region}>
                    <span className={styles.name}>{region.name}</span>
                    <code>{region.id}</code>
                  </Autocomplete.Item>
                )}
              </Autocomplete.List>
            </Autocomplete.Popup>
          </Autocomplete.Positioner>
        </Autocomplete.Portal>
      </Autocomplete.Root>
      {error === null ? (
        <Field.Description className={field.hint}>
          {endpoint === '' ? t('destination.endpointHint') : t('destination.endpointIs', { endpoint })}
        </Field.Description>
      ) : (
        <Field.Error match className={field.error}>
          {error}
        </Field.Error>
      )}
    </Field.Root>
  )
}

/** By id or by the name in the window's language; a whole address offers nothing. */
function matches(region: Region, query: string): boolean {
  const wanted = query.trim().toLowerCase()
  return region.id.includes(wanted) || region.name.toLowerCase().includes(wanted)
}
