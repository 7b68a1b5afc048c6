// What the receipt page says, in both languages. Every text has both, because a member without one would not
// compile.
#pragma once
#include <string_view>

namespace anlan::api {

enum class Tongue { zh, en };

struct Said {
    std::string_view zh;
    std::string_view en;

    constexpr std::string_view in(Tongue tongue) const { return tongue == Tongue::zh ? zh : en; }
};

namespace say {

inline constexpr Said title{"报警回执", "Your police report"};
inline constexpr Said no_link{"这个链接打不开", "This link opens nothing"};
inline constexpr Said no_link_why{
    "链接可能抄错、已过期或已作废。请致电接警台，请接警员重新发送链接。",
    "It may have been copied wrongly, have ended, or been replaced. Call the police and ask for a new link."};
inline constexpr Said too_often{"请稍后再试", "Please try again later"};
inline constexpr Said not_ready{"系统正在启动，请一分钟后再打开。",
                                "The service is starting. Please open this again in a minute."};
inline constexpr Said emergency{"有危险请立即拨打", "In danger, call"};

inline constexpr Said received{"已收到报警，正在处理", "Your report has been received"};
inline constexpr Said accepted{"已受理，正在安排民警", "Accepted. Officers are being found for it"};
inline constexpr Said sent{"已派民警，即将出发", "Officers have been sent"};
inline constexpr Said on_the_way{"民警正在赶来", "Officers are on the way"};
inline constexpr Said on_scene{"民警已到现场", "Officers are at the scene"};
inline constexpr Said over{"处理结果：", "Result: "};
inline constexpr Said elsewhere{"已转交", "Passed on to"};
inline constexpr Said elsewhere_unnamed{"其他部门", "another service"};
inline constexpr Said answered{"咨询已答复", "Your question was answered"};
inline constexpr Said voided{"未立为警情，不再派警", "Nobody will be sent for this report"};
inline constexpr Said by_then{"，应在 {} 前到达", ". They should be there by {}"};
inline constexpr Said late{"比承诺的 {} 晚了，仍在处理。",
                           "This is later than the {} we promised. It is still ours."};

inline constexpr Said number{"编号", "Number"};
inline constexpr Said unnamed{"您的报警", "your report"};
inline constexpr Said as_of{"{} 的情况", "As of {}"};
inline constexpr Said look_again{"刷新", "Look again"};
inline constexpr Said again{"第 {} 次处理：上次结果没有解决问题",
                            "Handled again, {}: the earlier result solved nothing"};
inline constexpr Said earlier_result{"此前", "Before"};

inline constexpr Said steps{"进展", "Progress"};
inline constexpr Said step_received{"收到报警", "Received"};
inline constexpr Said step_accepted{"受理", "Accepted"};
inline constexpr Said step_on_the_way{"民警出发", "On the way"};
inline constexpr Said step_on_scene{"到达现场", "At the scene"};
inline constexpr Said step_result{"结果", "Result"};
inline constexpr Said not_yet{"尚未", "not yet"};
inline constexpr Said not_needed{"无此步骤", "not needed"};

inline constexpr Said next{"接下来", "What comes next"};
inline constexpr Said next_arrive{"民警应在 {} 前到达。", "Officers should be there by {}."};
inline constexpr Said next_call{"我们会在 {} 前给您回电话。", "We will call you back by {}."};
inline constexpr Said next_answer{"派出所会在 {} 前答复您。", "The station will answer you by {}."};
inline constexpr Said next_none{"目前没有约定的日期。", "No date has been promised."};

inline constexpr Said add{"补充信息", "Add information"};
inline constexpr Said add_label{
    "想起什么，写在这里。接警员会看到；一次约 {} 字。",
    "What else should we know? A call-taker reads it. About {} letters at a time."};
inline constexpr Said send{"发送", "Send"};
inline constexpr Said added_read{"您 {} 补充的内容已有人看过。", "What you added at {} has been read."};
inline constexpr Said added_unread{"您 {} 补充的内容已送达，尚未阅读。",
                                   "What you added at {} has arrived and waits to be read."};

inline constexpr Said not_solved{"问题没有解决", "Not solved"};
inline constexpr Said not_solved_why{
    "如果结果没有解决问题，按下面的按钮：案件重新处理，原来的时间都保留。每个结果只能按一次。",
    "If this result has solved nothing, press the button: your report is opened again, and its old times "
    "stay. "
    "Once for each result."};
inline constexpr Said not_solved_late{
    "结果已过去一段时间，不再自动重新处理；按下按钮后，派出所必须答复您。每个结果只能按一次。",
    "This result is some time ago and is not opened again by itself: the station will owe you an answer. "
    "Once for "
    "each result."};
inline constexpr Said not_solved_button{"没有解决，请重新处理", "Not solved: open it again"};
inline constexpr Said not_solved_button_late{"没有解决，请答复我", "Not solved: answer me"};
inline constexpr Said contested{"您已表示没有解决。", "You have said that it is not solved."};

inline constexpr Said rate{"您对这次处理满意吗？", "How was this handled?"};
inline constexpr Said rate_why{"只评价这件事，不评价任何人。",
                               "This is about the matter and about no person."};
inline constexpr Said worst{"很差", "very badly"};
inline constexpr Said best{"很好", "very well"};
inline constexpr Said rated{"您的评价：{}（满分 5）", "You gave it {} of 5."};

inline constexpr Said quiet{"安静模式", "Quiet mode"};
inline constexpr Said no_ringing{"不要给我打电话", "Do not ring me"};
inline constexpr Said no_siren{"到我这里不要鸣警笛、闪警灯", "No siren or lights at my door"};
inline constexpr Said save{"保存", "Save"};

inline constexpr Said data{"数据回执", "What is kept about this"};
inline constexpr Said back{"返回回执", "Back to the report"};
inline constexpr Said privacy{
    "本页不含姓名、地址和电话。链接 {} 失效；请勿转发。",
    "No names, addresses or numbers stand here. This link ends {}; keep it to yourself."};

inline constexpr Said sent_information{"已收到您的补充。", "We have what you added."};
inline constexpr Said sent_not_solved{"已收到：没有解决。", "Noted: not solved."};
inline constexpr Said sent_rating{"谢谢您的评价。", "Thank you for saying so."};
inline constexpr Said sent_quiet{"已告知接警员和出警人员。",
                                 "Those who call and those who come can see it now."};

inline constexpr Said wrong_empty{"请先写内容再发送。", "Write something first."};
inline constexpr Said wrong_long{"内容太长，请分几次发送。", "This is too long. Send it in parts."};
inline constexpr Said wrong_often{"刚才发送得太多。请等有人阅读后再补充；紧急请打电话。",
                                  "So much has come that it must be read first. If it is urgent, call."};
inline constexpr Said wrong_changed{"情况已有变化，请看最新进展。", "Something has changed: see below."};
inline constexpr Said wrong_rating{"请选 1 到 5。", "Choose 1 to 5."};
inline constexpr Said wrong_form{"没有读懂这次提交，请重试。", "That could not be read. Please try again."};
inline constexpr Said wrong_busy{"没有保存成功，请再发一次。", "It was not saved. Please send it again."};

inline constexpr Said kept{"保存了什么", "What is kept"};
inline constexpr Said kept_what{"报警内容、电话、时间和处理经过。",
                                "What was said, the number, times and what was done."};
inline constexpr Said kept_rule{"规则：{}，{}", "Rule: {}, {}"};
inline constexpr Said kept_until{"个人内容保存到 {}，之后销毁。",
                                 "What is personal is kept until {} and then destroyed."};
inline constexpr Said kept_days{"结束后保存 {} 天。", "Kept for {} days after it is closed."};
inline constexpr Said kept_always{"没有规定期限。", "No rule sets an end."};
inline constexpr Said kept_hold{"依法作为证据保全时可能更久。", "A legal hold may keep it longer."};
inline constexpr Said erased{"个人内容已销毁。", "What was personal has been destroyed."};
inline constexpr Said looked{"谁看过", "Who has looked"};
inline constexpr Said looked_why{"每次查看都登记岗位和目的。这里不列姓名。",
                                 "Each look is recorded with post and purpose. Names are not shown here."};
inline constexpr Said looked_none{"还没有人查看。", "Nobody has looked yet."};
inline constexpr Said looked_times{"{} 次，最近 {}", "{}, last {}"};

}  // namespace say
}  // namespace anlan::api
