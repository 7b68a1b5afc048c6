// The words of the design page: the parts, and the rules that the parts follow.
import type {Words} from '@/words';

export const sections = {
    rules: ['准则', 'Rules'],
    colours: ['颜色', 'Colours'],
    type: ['字号与间距', 'Type and space'],
    signs: ['标记：形状与文字在前，颜色在后', 'Signs: shape and word first, colour after'],
    controls: ['控件', 'Controls'],
    dialog: ['对话框', 'Dialog'],
    grid: ['五千行的列表', 'A list of five thousand rows'],
} as const satisfies Words;

export const rules = {
    calm: [
        '平静为常：灰底、淡图、无装饰。红色只用于一级警情与超时，琥珀色只用于临近时限。',
        'Calm until wrong: grey ground, no decoration. Red is a P1 or a broken limit, amber a near one.',
    ],
    shape: ['颜色从不单独示意：形状＋文字＋颜色。', 'Never colour alone: shape, word, colour.'],
    time: [
        '时间是主数字：已用 / 时限；超时后颜色、形状、位置都变。',
        'Time is the main figure: elapsed / limit; when late its colour, shape and place change.',
    ],
    still: [
        '有人操作时列表不跳动；新内容计数等候。',
        'Rows do not jump while somebody works in the list; what is new is counted.',
    ],
    keys: ['一切可用键盘完成；拖动从不是唯一方式。', 'Everything by keyboard; drag is never the only way.'],
    age: ['标明数据新旧：旧数据从不冒充实时。', 'Say how old it is: nothing old is shown as live.'],
    decide: ['给建议和理由，由人决定。', 'Suggest with reasons; people decide.'],
    hour: [
        '为第十一个小时而做：对比度至少 4.5:1，无闪烁，只有未看过的一级警情例外。',
        'Made for hour eleven: contrast 4.5:1 at least, nothing blinks but a P1 that nobody has seen.',
    ],
} as const satisfies Words;
