import { create } from 'zustand'

/** True between choosing a proxy of one's own and having saved its address: until then the old way stays in force. */
export const useProxyFormStore = create<{ isEntering: boolean }>(() => ({ isEntering: false }))
