import type { IotModule } from './iot-method.ts';

/** The zone index of Central Europe in the firmware's list. */
const TIMEZONE_INDEX = 39;

export const timeModule: IotModule = {
  get_time: ({ hands }) => {
    const now = new Date(hands.nowMs);
    return {
      year: now.getFullYear(),
      month: now.getMonth() + 1,
      mday: now.getDate(),
      hour: now.getHours(),
      min: now.getMinutes(),
      sec: now.getSeconds(),
    };
  },
  get_timezone: () => ({ index: TIMEZONE_INDEX }),
};
