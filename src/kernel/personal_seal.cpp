#include "kernel/personal_seal.hpp"

namespace anlan::kernel {
namespace {

// An event has fewer texts than this, so that (position, number of the text) is one number.
constexpr std::uint64_t texts_max = 1U << 16U;

}  // namespace

PersonalVisit opening(PersonalSeal* seal, std::string_view stream) {
    return [seal, stream](PersonalText& text) {
        if (text.form() != PersonalText::Form::sealed) return;
        auto opened = seal == nullptr ? std::nullopt : seal->open(stream, text.reveal());
        text = opened ? PersonalText{std::move(*opened)} : PersonalText::erased();
    };
}

void erase(PersonalText& text) {
    if (!text.empty()) text = PersonalText::erased();
}

std::optional<std::string> payload_of(AnyEvent& event, const Envelope& envelope, PersonalSeal* seal) {
    if (!event.spec->seal) return std::move(event.payload);
    if (seal == nullptr) return event.spec->seal(event.value, {});
    bool sealed_all = true;
    std::uint64_t place = envelope.position * texts_max;
    std::string payload = event.spec->seal(event.value, [&](PersonalText& text) {
        ++place;
        if (text.empty()) return;
        auto sealed = seal->seal(envelope.stream, place, text.reveal(), WithoutKey::make_one);
        sealed_all = sealed_all && sealed;
        text = sealed ? PersonalText::sealed(std::move(*sealed)) : PersonalText::erased();
    });
    if (!sealed_all) return std::nullopt;
    return payload;
}

std::string kept_state(const Module& module, std::string_view stream, const StatePtr& state,
                       PersonalSeal* seal) {
    if (!module.seal_state || seal == nullptr) return module.encode_state(state);
    std::uint64_t place = 0;  // positions begin with 1: no event's place
    return module.seal_state(state, [&](PersonalText& text) {
        ++place;
        if (text.empty()) return;
        if (auto sealed = seal->seal(stream, place, text.reveal(), WithoutKey::leave))
            text = PersonalText::sealed(std::move(*sealed));
        else if (seal->destroyed(stream))
            text = PersonalText::erased();
    });
}

Result<StatePtr, Malformed> opened_state(const Module& module, std::string_view stream, std::string_view json,
                                         PersonalSeal* seal) {
    if (!module.open_state) return module.decode_state(json);
    return module.open_state(json, opening(seal, stream));
}

}  // namespace anlan::kernel
