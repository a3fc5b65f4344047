namespace Nexus.Desk.ViewModels;

public enum FlashKind
{
    None,
    Added,
    Grown,
    Shrunk,
}
