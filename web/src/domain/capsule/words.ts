// Words for what a shift leaves open.
import type {Words} from '@/words';

export const whys = {
    owed: ['本岗应办', 'this post owes'],
    safety_check: ['安全确认', 'safety checks'],
    open: ['在办警情', 'open incidents'],
    out_of_service: ['停用警力', 'units out of service'],
} as const satisfies Words;
