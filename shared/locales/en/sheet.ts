/** Before and after sending: the sheet before an upload, what is set on objects, links, import of destinations. */
export const sheet = {
  link: {
    name: 'Link',
    title: 'Link to “{{name}}”',
    menu: 'Copy link…',
    life: 'The link works for',
    lives: {
      '900': '15 minutes',
      '3600': '1 hour',
      '86400': '1 day',
      '604800': '7 days',
    },
    max: 'OSS lets a signed link live 7 days at most. Whoever has the link can read the object until then.',
    until: 'Until {{time}}.',
    cut: 'Until {{time}} at most: your temporary credentials end then, and the link with them.',
    temporary: 'Signed with temporary credentials: the link ends with them, maybe earlier than chosen here.',
    public: 'Everyone may read this object, so its plain address works too, without an end.',
    thisComputer: 'The practice bucket is on this computer: the link opens here only, while Stevedore runs.',
    copy: 'Copy link',
    copyPublic: 'Copy plain address',
    leave: 'Cancel',
    copied: 'Link copied. It works until {{time}}.',
    copiedPublic: 'Address copied. It works as long as the object is there.',
  },
}
