import type { JsonObject } from '../../json.ts';
import { dayTotals, type MeterReading, monthTotals, readMeter } from '../../state/metering.ts';
import type { IotCall, IotMethod, IotModule } from './iot-method.ts';

function realtime({ state, chosen, hands }: IotCall): JsonObject {
  return inUnitsOf(state.model.meter === 'units', readMeter(chosen ?? state.outlets, hands.nowMs));
}

/** Old plugs tell fractions of volts, newer ones whole millivolts. */
function inUnitsOf(old: boolean, { volts, watts, totalWh }: MeterReading): JsonObject {
  const amperes = watts / volts;
  if (old) return { voltage: volts, current: Number(amperes.toFixed(6)), power: watts, total: totalWh / 1000 };
  return {
    voltage_mv: Math.round(volts * 1000),
    current_ma: Math.round(amperes * 1000),
    power_mw: Math.round(watts * 1000),
    total_wh: totalWh,
  };
}

function energy({ state }: IotCall, wh: number): JsonObject {
  return state.model.meter === 'units' ? { energy: wh / 1000 } : { energy_wh: wh };
}

/** Bulbs know their own draw only. */
export const bulbRealtime: IotMethod = ({ state, hands }) => ({
  power_mw: Math.round(readMeter(state.outlets, hands.nowMs).watts * 1000),
});

export const emeterModule: IotModule = {
  get_realtime: realtime,
  get_daystat: (call) => {
    const { year, month } = call.args;
    if (typeof year !== 'number' || typeof month !== 'number') return -3;
    const days = dayTotals(call.chosen ?? call.state.outlets, year, month, call.hands.nowMs);
    return { day_list: days.map(({ day, wh }) => ({ year, month, day, ...energy(call, wh) })) };
  },
  get_monthstat: (call) => {
    const { year } = call.args;
    if (typeof year !== 'number') return -3;
    const months = monthTotals(call.chosen ?? call.state.outlets, year, call.hands.nowMs);
    return { month_list: months.map(({ month, wh }) => ({ year, month, ...energy(call, wh) })) };
  },
};
