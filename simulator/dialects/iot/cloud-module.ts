import type { IotModule } from './iot-method.ts';

export const cloudModule: IotModule = {
  get_info: ({ state }) => ({
    username: state.cloudBound ? (state.account?.email ?? '') : '',
    server: 'n-devs.tplinkcloud.com',
    binded: state.cloudBound ? 1 : 0,
    cld_connection: state.cloudBound ? 1 : 0,
    illegalType: 0,
    stopConnect: 0,
    tcspStatus: state.cloudBound ? 1 : 0,
    tcspInfo: '',
    fwDlPage: '',
    fwNotifyType: -1,
  }),
};
