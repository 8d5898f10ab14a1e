using CustomerGrains.Contracts.FollowUps;
using CustomerGrains.Contracts.Touchpoints;
using CustomerGrains.Domain.FollowUps;
using CustomerGrains.Grains.Journal;

namespace CustomerGrains.Grains.Customers;

/// <content>What people do about her follow-ups.</content>
sealed partial class CustomerGrain
{
    public Task<FollowUpReply> FollowUp(FollowUpCommand command) =>
        ChangeAsync(() => TryFollowUpAsync(command), failed: status => FollowUpReply.Of(status == RecordStatus.Busy ? FollowUpStatus.Busy : FollowUpStatus.Unavailable));

    async Task<FollowUpReply> TryFollowUpAsync(FollowUpCommand command)
    {
        var state = await LoadAsync();
        if (state.LinkedTo is { } target)
        {
            return FollowUpReply.Moved(target);
        }

        var draft = await SettleAsync(SeenMessages.Empty());
        var verdict = draft.Do((FollowUpAct)command.Act, command.FollowUpId, new(command.CommandId, command.By, command.Text), command.ForOthers);
        await FinishAsync(draft);
        var it = state.FollowUps?.Find(command.FollowUpId);
        return verdict switch
        {
            FollowUpVerdict.Unknown => FollowUpReply.Of(FollowUpStatus.Unknown),
            FollowUpVerdict.TakenByAnother => new((byte)FollowUpStatus.TakenByAnother, it?.TakenBy, it?.TakenAt, []),
            FollowUpVerdict.Resolved => new((byte)FollowUpStatus.Resolved, it?.ResolvedBy, it?.ResolvedAt, []),
            _ => new((byte)FollowUpStatus.Done, null, null, it is null ? [] : FollowUpView.From(it).ToJson()),
        };
    }
}
