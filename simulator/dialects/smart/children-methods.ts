import { childComponents, componentList } from './components.ts';
import { childInfo } from './device-info.ts';
import { page, type SmartMethods } from './smart-method.ts';

const CHILDREN_PER_PAGE = 10;

/** Asked of strips. */
export const childrenMethods: SmartMethods = {
  get_child_device_list: (call) => {
    const children = call.state.outlets.map((outlet) => childInfo(call, outlet));
    return page('child_device_list', children, call.params['start_index'], CHILDREN_PER_PAGE);
  },
  get_child_device_component_list: ({ state, params }) => {
    const children = state.outlets.map((outlet) => ({
      device_id: outlet.id,
      ...componentList(childComponents(state, outlet)),
    }));
    return page('child_component_list', children, params['start_index'], CHILDREN_PER_PAGE);
  },
};
