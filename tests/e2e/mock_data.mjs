// A small invented city for the mock server: a few areas, classes, units and open incidents. Test use only.

const city = 'are_420100';
const districts = [
    ['420103', '江汉区', '江汉'],
    ['420102', '江岸区', '江岸'],
    ['420106', '武昌区', '武昌'],
    ['420104', '硚口区', '硚口'],
];
const stations = [
    ['420103001', '唐家墩派出所', 0],
    ['420103002', '万松派出所', 0],
    ['420102001', '车站派出所', 1],
    ['420106001', '首义路派出所', 2],
    ['420106002', '中南路派出所', 2],
    ['420104001', '宗关派出所', 3],
];

const districtId = (index) => `are_${districts[index][0]}`;
export const whereOf = (station) => ({
    city,
    district: districtId(stations[station][2]),
    station: `are_${stations[station][0]}`,
    beat: '',
});

export const areaRows = [
    {stream: city, row: {area_id: city, level: 'city', area_name: '武汉市'}},
    ...districts.map(([code, name]) => ({
        stream: `are_${code}`,
        row: {area_id: `are_${code}`, level: 'district', area_name: name},
    })),
    ...stations.map(([code, name]) => ({
        stream: `are_${code}`,
        row: {area_id: `are_${code}`, level: 'station', area_name: name},
    })),
].map((listed) => ({version: 1, ...listed}));

export const classes = {
    groups: [],
    agencies: [
        {code: '12345', zh: '市民热线 12345', en: 'citizens’ hotline 12345'},
        {code: '120', zh: '急救 120', en: 'ambulance 120'},
        {code: '119', zh: '消防 119', en: 'fire 119'},
    ],
    questions: [
        {id: 'injured', zh: '有人受伤吗', en: 'Is anybody injured', kind: 'yes_no', required: true},
        {
            id: 'weapon',
            zh: '有没有凶器',
            en: 'Is there a weapon',
            kind: 'choice',
            required: true,
            choices: [
                {code: 'none', zh: '没有', en: 'none'},
                {code: 'knife', zh: '刀具', en: 'knife'},
                {code: 'stick', zh: '棍棒', en: 'stick'},
            ],
        },
        {id: 'people', zh: '多少人', en: 'How many people', kind: 'number', required: false},
        {id: 'plate', zh: '车牌', en: 'Number plate', kind: 'text', required: false},
    ],
    plans: [],
    classes: [
        [
            'order.fight',
            '打架斗殴',
            'fight',
            'p2',
            ['打架', '打人', '动手', '持刀', '互殴'],
            ['injured', 'weapon', 'people'],
        ],
        ['criminal.robbery', '抢劫', 'robbery', 'p1', ['抢劫', '抢了', '持刀抢'], ['injured', 'weapon']],
        [
            'traffic.injury',
            '伤人交通事故',
            'traffic accident with injured',
            'p2',
            ['车祸', '撞人', '撞了'],
            ['injured', 'plate'],
        ],
        ['traffic.minor', '轻微交通事故', 'minor traffic accident', 'p4', ['剐蹭', '追尾', '蹭'], ['plate']],
        [
            'dispute.family',
            '家庭纠纷',
            'family dispute',
            'p3',
            ['吵架', '夫妻', '家里'],
            ['injured', 'weapon'],
        ],
        ['missing.child', '走失儿童', 'missing child', 'p1', ['孩子不见', '走失', '小孩'], ['people']],
        ['noise.social', '噪音扰民', 'noise', 'p4', ['噪音', '太吵', '唱歌'], []],
        ['help.lost_property', '遗失物品', 'lost property', 'p4', ['丢了', '遗失'], []],
    ].map(([code, zh, en, priority, keywords, questions]) => ({
        code,
        zh,
        en,
        priority,
        urgency: priority === 'p4' ? 'not_urgent' : 'urgent',
        questions,
        keywords: keywords.map((word) => ({word, weight: 2})),
    })),
};

export const dispositions = {
    dispositions: [
        {code: 'mediated', zh: '现场调解', en: 'settled on the spot'},
        {code: 'handled', zh: '现场处置完毕', en: 'dealt with at the scene'},
        {code: 'taken_in', zh: '带回审查', en: 'taken in'},
        {code: 'unfounded', zh: '查无此事', en: 'unfounded'},
    ],
};

export const callRules = {
    void_reasons: [
        {code: 'silent', zh: '无声、无应答', en: 'silent'},
        {code: 'misdialled', zh: '误拨', en: 'misdialled'},
        {code: 'nuisance', zh: '骚扰', en: 'nuisance'},
    ],
};

export const places = [
    {
        place_id: 'plc_1',
        place_name: '武汉国际广场',
        aliases: ['武商国广', '国广'],
        address: '江汉区解放大道690号',
        station: 1,
        point: [30.5842, 114.2683],
    },
    {
        place_id: 'plc_2',
        place_name: '汉口火车站',
        aliases: ['汉口站'],
        address: '江汉区发展大道185号',
        station: 0,
        point: [30.6177, 114.2503],
    },
    {
        place_id: 'plc_3',
        place_name: '黄鹤楼',
        aliases: [],
        address: '武昌区蛇山西山坡特1号',
        station: 3,
        point: [30.5446, 114.3025],
    },
    {
        place_id: 'plc_4',
        place_name: '',
        aliases: [],
        address: '江汉区建设大道568号',
        station: 0,
        point: [30.5968, 114.2689],
    },
    {
        place_id: 'plc_5',
        place_name: '',
        aliases: [],
        address: '硚口区建设大道3号',
        station: 5,
        point: [30.5879, 114.2331],
    },
    {
        place_id: 'plc_6',
        place_name: '',
        aliases: [],
        address: '江岸区建设大道1056号',
        station: 2,
        point: [30.6165, 114.2911],
    },
    {
        place_id: 'plc_7',
        place_name: '中南商业广场',
        aliases: ['中南'],
        address: '武昌区中南路9号',
        station: 4,
        point: [30.5377, 114.3312],
    },
].map((place) => ({
    ...place,
    point: {latitude: place.point[0], longitude: place.point[1]},
    where: whereOf(place.station),
}));

const kinds = ['patrol_car', 'patrol_car', 'foot_patrol', 'motorcycle', 'auxiliary', 'police_post'];

export function seedUnits(now) {
    const units = [];
    stations.forEach(([, , district], station) => {
        for (let index = 0; index < 7; ++index) {
            const number = station * 10 + index + 11;
            const status =
                index === 6 ? 'off_duty' : index === 5 && station % 2 ? 'out_of_service' : 'available';
            units.push({
                unit_id: `unt_${districts[district][0]}-${number}`,
                call_sign: `${districts[district][2]}-${number}`,
                kind: kinds[index % kinds.length],
                status,
                status_since: now - (index * 17 + station * 5 + 1) * 61_000,
                home: whereOf(station),
                skills: index === 0 ? ['first_aid'] : [],
                crew_size: 2,
                panic: false,
                generated: true,
                waiting_incident_ids: [],
                point: {
                    latitude: 30.58 + station * 0.008 + index * 0.003,
                    longitude: 114.25 + station * 0.012,
                },
            });
        }
    });
    return units;
}

/** [class, priority, place, minutes ago, units already sent with their status, calls]. */
export const seedIncidents = [
    ['missing.child', 'p1', 1, 1.2, [], 1, '商场二楼，五岁男孩，穿红色外套，走散二十分钟。'],
    ['criminal.robbery', 'p1', 3, 6, ['en_route', 'assigned'], 2, '有人持刀抢手机，往长虹桥方向跑了。'],
    ['order.fight', 'p2', 0, 2.1, [], 3, '烧烤摊前七八个人打架，有人拿酒瓶。'],
    ['traffic.injury', 'p2', 4, 9, ['on_scene'], 1, '电动车和小车相撞，骑车人腿受伤。'],
    ['dispute.family', 'p3', 5, 14, ['en_route'], 1, '楼上夫妻吵架摔东西，孩子在哭。'],
    ['order.fight', 'p2', 6, 3.4, ['acknowledged'], 1, '两个人在商场门口动手。'],
    ['traffic.minor', 'p4', 2, 22, [], 1, '两车剐蹭，无人受伤。'],
    ['noise.social', 'p4', 5, 31, [], 2, '小区里唱歌太吵。'],
];

export const posts = [
    {
        post_id: 'pst_dispatcher.420103',
        role: 'dispatcher',
        role_zh: '分局派警员',
        role_en: 'dispatcher of the district',
        reach: {city, district: 'are_420103', station: '', beat: ''},
    },
    {
        post_id: 'pst_city-dispatcher.420100',
        role: 'city_dispatcher',
        role_zh: '市局派警员',
        role_en: 'city dispatcher',
        reach: {city, district: '', station: '', beat: ''},
    },
];

export const postPage = {
    rows: [
        ['pst_partner.420106', 'partner', '武昌区协同力量', 'are_420106'],
        ['pst_partner.420103', 'partner', '江汉区协同力量', 'are_420103'],
        ['pst_dispatcher.420106', 'dispatcher', '武昌分局派警员', 'are_420106'],
    ].map(([postId, role, name, district]) => ({
        stream: postId,
        version: 1,
        open: true,
        row: {post_id: postId, role, post_name: name, where: {city: 'are_420100', district}},
    })),
    next: null,
    position: 0,
};

// What the seat may do, as the server tells it: a partner sees what is shared with it, and does its own part.
export function rightsOf(login) {
    if (login !== 'partner')
        return {permissions: ['*'], reach: 'area', shared_permissions: ['*.read', 'incident.add_note']};
    return {
        permissions: [
            'incident.read',
            'incident.add_note',
            'call.read',
            'unit.read',
            'unit.acknowledge',
            'unit.acknowledge_change',
            'unit.depart',
            'unit.arrive',
            'unit.clear',
            'unit.answer_safety_check',
            'unit.raise_panic',
        ],
        reach: 'shared_only',
        shared_permissions: ['*.read', 'incident.add_note'],
    };
}
