// What two persons must agree on, as people do it: one proposes, and another approves, refuses or never
// answers; somebody approves their own, twice, or too late.
#pragma once
#include "domain/proposal/proposal.hpp"
#include "sim/agenda.hpp"

namespace anlan::sim {

class TwoPersons : public Agenda {
public:
    TwoPersons(const WorkloadParts& parts, std::string name, double share, double least)
        : Agenda(parts, std::move(name), share, least), book_(parts.modules) {}

protected:
    template <class C>
    void propose(const std::string& target, C command, const access::Seat& who, const char* purpose) {
        const auto made = book_.command(std::move(command));
        const auto proposal = fresh("prp");
        say(proposal,
            proposal::ProposeCommand{target, made.spec->name, made.spec->encode(made.value),
                                     "it is asked for"},
            who, purpose);
        const access::Seat other = colleague(who);
        switch (chance_.below(8)) {
            case 0:
                return;  // nobody answers
            case 1:
                return later(20, 4'000, [=, this] {
                    say(proposal, proposal::RefuseProposal{"not enough"}, other, purpose);
                });
            case 2:
                return later(20, 4'000,
                             [=, this] { say(proposal, proposal::WithdrawProposal{}, who, purpose); });
            case 3:
                later(5, 600, [=, this] { say(proposal, proposal::ApproveProposal{}, who, purpose); });
                [[fallthrough]];
            case 4:  // by two at once
                later(30, 3'000,
                      [=, this] { say(proposal, proposal::ApproveProposal{}, colleague(who, 3), purpose); });
                [[fallthrough]];
            default:
                return later(30, 3'000, [=, this] {
                    say(proposal, proposal::ApproveProposal{"seen"}, other, purpose);
                    if (chance_.hit(0.2))
                        say(proposal, proposal::RefuseProposal{"on second thoughts"}, colleague(who, 3),
                            purpose);
                });
        }
    }

private:
    CommandBook book_;
};

}  // namespace anlan::sim
