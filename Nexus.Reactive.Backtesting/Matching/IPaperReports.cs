namespace Nexus.Reactive.Backtesting.Matching;

/// <summary>Receives what happens to the orders of a paper market.</summary>
internal interface IPaperReports
{
    void Report(PaperOrder order, OrderStatus status);

    void ReportFill(PaperOrder order, Level fill, bool isMaker);
}
