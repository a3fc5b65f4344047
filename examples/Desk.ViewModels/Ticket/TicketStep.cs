namespace Nexus.Desk.ViewModels;

public enum TicketStep
{
    /// <summary>The fields are edited.</summary>
    Editing,

    /// <summary>The order is shown once more before it is sent.</summary>
    Confirming,

    /// <summary>The order was sent, and its answer has not arrived.</summary>
    Sending,
}
